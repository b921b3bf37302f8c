{{/*
Most templates here take a dict of three: "root" is the chart's own scope, "name" the name of a workload, job or pod
template, "pod" its values. Values are complete, so nothing has a default here.
*/}}

{{/* Labels of objects that belong to the release as a whole. */}}
{{- define "release.labels" -}}
app.kubernetes.io/name: {{ .Release.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: {{ .Values.partOf | default .Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Labels of an object that belongs to one workload. */}}
{{- define "workload.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .pod.component | quote }}
app.kubernetes.io/part-of: {{ .root.Values.partOf | default .root.Release.Name | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- with .root.Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Name, labels and namespace of such an object. */}}
{{- define "workload.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "workload.labels" . | nindent 2 }}
{{- with include "workload.hook" . | trim }}
annotations:
  {{- . | nindent 2 }}
{{- end }}
{{- end }}

{{/*
Annotations of everything that belongs to a Job which runs before the workloads: Helm makes hooks before all else, those of
a lower weight first, and goes on once the Job has succeeded. What the Job needs has to be a hook, too. An earlier run's
objects are replaced, and else they stay, so that a failed Job's log does. https://helm.sh/docs/topics/charts_hooks/
*/}}
{{- define "workload.hook" -}}
{{- if .pod.before -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ .weight | default "-10" | quote }}
helm.sh/hook-delete-policy: before-hook-creation
{{- end }}
{{- end }}

{{/* What selects the pods of a Deployment or Job. It never changes, because a Deployment's selector can't. */}}
{{- define "workload.selectorLabels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* Labels of the pods of a Deployment or Job. */}}
{{- define "workload.podLabels" -}}
{{ include "workload.selectorLabels" . }}
app.kubernetes.io/component: {{ .pod.component | quote }}
app.kubernetes.io/part-of: {{ .root.Values.partOf | default .root.Release.Name | quote }}
{{- with merge (dict) .pod.podLabels .root.Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Labels that every pod of a pod template has; the application adds the session's. */}}
{{- define "podTemplate.podLabels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/component: {{ .pod.component | quote }}
app.kubernetes.io/part-of: {{ .root.Values.partOf | default .root.Release.Name | quote }}
{{- with merge (dict) .pod.podLabels .root.Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The name of the object that brings one secret to one workload. Takes "name" and "secret". */}}
{{- define "workload.secretName" -}}
{{ .name }}-{{ .secret }}
{{- end }}

{{/* The versions that a group of secrets holds, but for those before the current ones. Takes the group. */}}
{{- define "secret.versions" -}}
{{- range .files }}
{{- if not .previous }}
{{ .fileName }}={{ .resourceName }}
{{- end }}
{{- end }}
{{- end }}

{{/*
The Kubernetes Secret that the External Secrets Operator makes. Other versions make another Secret: else new pods could
start with what the operator has not replaced yet. Takes "name", "secret" and "mount", the group.
*/}}
{{- define "workload.syncedSecretName" -}}
{{ include "workload.secretName" . }}-{{ include "secret.versions" .mount | sha256sum | trunc 8 }}
{{- end }}

{{/*
The store that the External Secrets Operator reads one workload's secrets through. In a name that belongs to the whole
cluster, dots keep namespace, release and workload apart. Takes "root" and "name".
*/}}
{{- define "workload.secretStoreName" -}}
{{- if eq .root.Values.secretStore.kind "ClusterSecretStore" -}}
{{ .root.Release.Namespace }}.{{ .root.Release.Name }}.{{ .name }}
{{- else -}}
{{ .name }}
{{- end }}
{{- end }}

{{/* The identity as a subject of role bindings. */}}
{{- define "workload.subject" -}}
kind: ServiceAccount
name: {{ .pod.serviceAccount.name }}
namespace: {{ .root.Release.Namespace }}
{{- end }}

{{/* The Service of a workload and the number of the port that takes the gateway's requests. Takes "root" and "service". */}}
{{- define "gateway.backendRef" -}}
{{- $port := (get .root.Values.gateway.services .service).port -}}
- name: {{ .service }}
  port: {{ get (get .root.Values.workloads .service).ports $port }}
{{- end }}
