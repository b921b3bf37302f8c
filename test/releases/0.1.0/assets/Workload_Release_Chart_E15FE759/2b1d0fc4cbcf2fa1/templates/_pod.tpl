{{/* The spec of a pod, without what only Deployments or only Jobs have. */}}
{{- define "pod.spec" -}}
serviceAccountName: {{ .pod.serviceAccount.name }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ .pod.terminationGracePeriodSeconds }}
{{- with .pod.runtimeClassName }}
runtimeClassName: {{ . }}
{{- end }}
{{- with .pod.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .pod.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .pod.runAsUser | int64 }}
  runAsGroup: {{ .pod.runAsGroup | int64 }}
  fsGroup: {{ .pod.runAsGroup | int64 }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- if or .pod.cloudSqlProxy .pod.initContainers }}
initContainers:
  {{- with .pod.cloudSqlProxy }}
  {{- include "pod.cloudSqlProxy" (dict "pod" $.pod "proxy" .) | nindent 2 }}
  {{- end }}
  {{- range .pod.initContainers }}
  - name: {{ .name }}
    {{- include "pod.container" (dict "root" $.root "name" $.name "pod" $.pod "container" . "application" false) | nindent 4 }}
  {{- end }}
{{- end }}
containers:
  - name: {{ .name }}
    {{- include "pod.container" (dict "root" .root "name" .name "pod" .pod "container" .pod "application" true) | nindent 4 }}
    {{- with .pod.ports }}
    ports:
      {{- range $name, $port := . }}
      - name: {{ $name }}
        containerPort: {{ $port }}
        protocol: TCP
      {{- end }}
    {{- end }}
    {{- with .pod.probes }}
    startupProbe:
      {{- include "pod.probe" .startup | nindent 6 }}
    readinessProbe:
      {{- include "pod.probe" .readiness | nindent 6 }}
    livenessProbe:
      {{- include "pod.probe" .liveness | nindent 6 }}
    {{- end }}
    {{- with .pod.drainSeconds }}
    lifecycle:
      preStop:
        sleep:
          seconds: {{ . }}
    {{- end }}
{{- with include "pod.volumes" . | trim }}
volumes:
  {{- . | nindent 2 }}
{{- end }}
{{- end }}

{{/* A container of ours: the application or one that runs before it. Takes "container" and "application" as well. */}}
{{- define "pod.container" -}}
image: {{ .container.image | quote }}
imagePullPolicy: Always
{{- with .container.command }}
command:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .container.args }}
args:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "pod.env" . | trim }}
env:
  {{- . | nindent 2 }}
{{- end }}
resources:
  {{- toYaml .container.resources | nindent 2 }}
securityContext:
  {{- include "pod.securityContext" .pod | nindent 2 }}
terminationMessagePolicy: FallbackToLogsOnError
{{- with include "pod.volumeMounts" . | trim }}
volumeMounts:
  {{- . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The same for every container. Takes the pod's values. */}}
{{- define "pod.securityContext" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: {{ .runAsUser | int64 }}
runAsGroup: {{ .runAsGroup | int64 }}
capabilities:
  drop: ["ALL"]
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "pod.env" -}}
{{- range $name, $value := .container.env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- range $name, $field := .container.podFieldEnv }}
- name: {{ $name }}
  valueFrom:
    fieldRef:
      fieldPath: {{ $field }}
{{- end }}
{{- range $secret, $mount := .pod.secrets }}
{{- range $name, $file := $mount.env }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ include "workload.syncedSecretName" (dict "name" $.name "secret" $secret "mount" $mount) }}
      key: {{ $file }}
{{- end }}
{{- end }}
{{- range $name, $template := .container.launches }}
- name: {{ $name }}
  value: {{ include "podTemplate.job" (dict "root" $.root "name" $template "pod" (get $.root.Values.podTemplates $template)) | fromYaml | toJson | quote }}
{{- end }}
{{- end }}

{{- define "pod.probe" -}}
{{- if .command -}}
exec:
  command:
    {{- toYaml .command | nindent 4 }}
{{- else if .path -}}
httpGet:
  path: {{ .path | quote }}
  port: {{ .port }}
{{- else -}}
tcpSocket:
  port: {{ .port }}
{{- end }}
periodSeconds: {{ .periodSeconds }}
timeoutSeconds: {{ .timeoutSeconds }}
failureThreshold: {{ .failureThreshold }}
{{- end }}

{{- define "pod.volumeMounts" -}}
{{- range $path, $size := .pod.writablePaths }}
- name: {{ include "pod.writableName" $path }}
  mountPath: {{ $path }}
{{- end }}
{{- range $secret, $mount := .pod.secrets }}
- name: secret-{{ $secret }}
  mountPath: {{ $mount.mountPath }}
  readOnly: true
{{- end }}
{{- if and .application (eq (include "pod.usesApi" .pod) "true") }}
- name: kubernetes-api
  mountPath: /var/run/secrets/kubernetes.io/serviceaccount
  readOnly: true
{{- end }}
{{- end }}

{{- define "pod.volumes" -}}
{{- range $path, $size := .pod.writablePaths }}
- name: {{ include "pod.writableName" $path }}
  emptyDir:
    sizeLimit: {{ $size | quote }}
{{- end }}
{{- range $secret, $mount := .pod.secrets }}
- name: secret-{{ $secret }}
  {{- if eq $.root.Values.secretDelivery "files" }}
  csi:
    driver: secrets-store-gke.csi.k8s.io
    readOnly: true
    volumeAttributes:
      secretProviderClass: {{ include "workload.secretName" (dict "name" $.name "secret" $secret) }}
  {{- else }}
  secret:
    secretName: {{ include "workload.syncedSecretName" (dict "name" $.name "secret" $secret "mount" $mount) }}
    # 0440; in decimal, because YAML 1.1 and 1.2 read octal numbers differently
    defaultMode: 288
  {{- end }}
{{- end }}
{{- if eq (include "pod.usesApi" .pod) "true" }}
- name: kubernetes-api
  projected:
    # 0440
    defaultMode: 288
    sources:
      - serviceAccountToken:
          path: token
          expirationSeconds: 3600
      - configMap:
          name: kube-root-ca.crt
          items:
            - key: ca.crt
              path: ca.crt
      - downwardAPI:
          items:
            - path: namespace
              fieldRef:
                fieldPath: metadata.namespace
{{- end }}
{{- end }}

{{/* `/var/cache` → `writable-var-cache` */}}
{{- define "pod.writableName" -}}
writable-{{ . | trimPrefix "/" | lower | replace "/" "-" | replace "." "-" | replace "_" "-" | trimSuffix "-" }}
{{- end }}

{{/* "true" for a pod that may use the Kubernetes API, so that it gets a token. Takes the pod's values. */}}
{{- define "pod.usesApi" -}}
{{ if or .serviceAccount.apiRules .serviceAccount.clusterReadRules }}true{{ end }}
{{- end }}

{{/*
The Cloud SQL Auth Proxy as a native sidecar: it starts before every other container and ends after them. A native
sidecar's readiness restarts nothing, so it has a startup and a liveness probe.
https://github.com/GoogleCloudPlatform/cloud-sql-proxy/tree/main/examples/k8s-sidecar
*/}}
{{- define "pod.cloudSqlProxy" -}}
- name: cloud-sql-proxy
  image: {{ .proxy.image | quote }}
  imagePullPolicy: Always
  restartPolicy: Always
  args:
    - --private-ip
    {{- if .proxy.iamAuthentication }}
    - --auto-iam-authn
    {{- end }}
    - --port={{ .proxy.port }}
    - --max-connections={{ .proxy.maxConnections }}
    - --max-sigterm-delay={{ .proxy.maxSigtermDelaySeconds }}s
    - --exit-zero-on-sigterm
    - --structured-logs
    - --health-check
    - --http-address=0.0.0.0
    - --http-port={{ .proxy.healthCheckPort }}
    - {{ .proxy.connectionName | quote }}
  ports:
    - name: proxy-health
      containerPort: {{ .proxy.healthCheckPort }}
      protocol: TCP
  startupProbe:
    httpGet:
      path: /startup
      port: proxy-health
    periodSeconds: 2
    timeoutSeconds: 2
    failureThreshold: 30
  livenessProbe:
    httpGet:
      path: /liveness
      port: proxy-health
    periodSeconds: 10
    timeoutSeconds: 5
    failureThreshold: 3
  resources:
    {{- toYaml .proxy.resources | nindent 4 }}
  securityContext:
    {{- include "pod.securityContext" .pod | nindent 4 }}
  terminationMessagePolicy: FallbackToLogsOnError
{{- end }}

{{/*
The pods of a Deployment: the caller's annotations, and one that changes with the secret versions that they read, because
a pod that runs keeps what it has mounted. Versions before the current one don't count: that they go restarts nobody. Jobs
need none: each pod of theirs is a new one.
*/}}
{{- define "pod.annotations" -}}
{{- $versions := list }}
{{- range .secrets }}
{{- $versions = append $versions (include "secret.versions" .) }}
{{- end }}
{{- with $versions }}
checksum/secret-versions: {{ join "\n" . | sha256sum | trunc 16 | quote }}
{{- end }}
{{- with .podAnnotations }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Jobs: whether the cluster autoscaler may move their pods, and the caller's annotations. */}}
{{- define "pod.jobAnnotations" -}}
{{- if not .evictable }}
cluster-autoscaler.kubernetes.io/safe-to-evict: "false"
{{- end }}
{{- with .podAnnotations }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The pod of Jobs that an application creates. */}}
{{- define "podTemplate.template" -}}
metadata:
  labels:
    {{- include "podTemplate.podLabels" . | nindent 4 }}
  {{- with include "pod.jobAnnotations" .pod | trim }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
spec:
  restartPolicy: Never
  {{- include "pod.spec" . | nindent 2 }}
{{- end }}

{{/* The Job around it: complete but for a name and the session's labels. */}}
{{- define "podTemplate.job" -}}
apiVersion: batch/v1
kind: Job
metadata:
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "podTemplate.podLabels" . | nindent 4 }}
spec:
  backoffLimit: {{ .pod.backoffLimit }}
  activeDeadlineSeconds: {{ .pod.activeDeadlineSeconds | int64 }}
  ttlSecondsAfterFinished: {{ .pod.ttlSecondsAfterFinished | int64 }}
  template:
    {{- include "podTemplate.template" . | nindent 4 }}
{{- end }}
