{{/* A podSelector for exactly the pods of one workload, job or pod template. Takes "root" and "name". */}}
{{- define "network.podSelector" -}}
{{- with get .root.Values.podTemplates .name -}}
matchLabels:
  app.kubernetes.io/name: {{ $.name }}
  app.kubernetes.io/component: {{ .component | quote }}
{{- with .sessionLabels }}
matchExpressions:
  {{- range . }}
  - key: {{ . }}
    operator: Exists
  {{- end }}
{{- end }}
{{- else -}}
matchLabels:
  {{- include "workload.selectorLabels" . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Every port of a workload or pod template. Takes its values. */}}
{{- define "network.ports" -}}
{{- range $name, $port := .ports }}
- protocol: TCP
  port: {{ $port }}
{{- end }}
{{- end }}

{{/* A list of port numbers as ports of a rule. */}}
{{- define "network.tcp" -}}
{{- range . }}
- protocol: TCP
  port: {{ . }}
{{- end }}
{{- end }}

{{/* Pods of another namespace as a peer. */}}
{{- define "network.elsewhere" -}}
namespaceSelector:
  matchLabels:
    kubernetes.io/metadata.name: {{ .namespace }}
{{- with .podLabels }}
podSelector:
  matchLabels:
    {{- toYaml . | nindent 4 }}
{{- end }}
{{- end }}

{{- define "network.ingress" -}}
{{- with get ((.root.Values.gateway | default dict).services | default dict) .name }}
# Google's front ends and health checks: https://cloud.google.com/load-balancing/docs/firewall-rules
- from:
    - ipBlock:
        cidr: 35.191.0.0/16
    - ipBlock:
        cidr: 130.211.0.0/22
  ports:
    {{- include "network.tcp" (list (get $.pod.ports .port) (get $.pod.ports $.pod.probes.readiness.port) | uniq) | trim | nindent 4 }}
{{- end }}
{{- with .pod.metrics }}
# the collectors of Managed Service for Prometheus; Autopilot runs them in the second namespace
- from:
    - namespaceSelector:
        matchExpressions:
          - key: kubernetes.io/metadata.name
            operator: In
            values: [gmp-system, gke-gmp-system]
  ports:
    {{- include "network.tcp" (list (get $.pod.ports .port)) | trim | nindent 4 }}
{{- end }}
{{- with .pod.network.from.workloads }}
- from:
    {{- range . }}
    - podSelector:
        {{- include "network.podSelector" (dict "root" $.root "name" .) | nindent 8 }}
    {{- end }}
  ports:
    {{- include "network.ports" $.pod | trim | nindent 4 }}
{{- end }}
{{- range .pod.network.from.namespaces }}
- from:
    - {{- include "network.elsewhere" . | nindent 6 }}
  ports:
    {{- include "network.tcp" .ports | trim | nindent 4 }}
{{- end }}
{{- range .pod.network.from.ranges }}
- from:
    - ipBlock:
        cidr: {{ .cidr }}
  ports:
    {{- include "network.tcp" .ports | trim | nindent 4 }}
{{- end }}
{{- end }}

{{- define "network.egress" -}}
# names: kube-dns, NodeLocal DNSCache, Cloud DNS, and the Service address, which pods under gVisor really use
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
      podSelector:
        matchExpressions:
          - key: k8s-app
            operator: In
            values: [kube-dns, node-local-dns]
    - ipBlock:
        cidr: 169.254.20.10/32
    - ipBlock:
        cidr: 169.254.169.254/32
    - ipBlock:
        cidr: {{ .root.Values.network.serviceRange }}
  ports:
    - protocol: UDP
      port: 53
    - protocol: TCP
      port: 53
{{- range .pod.network.to.workloads }}
- to:
    - podSelector:
        {{- include "network.podSelector" (dict "root" $.root "name" .) | nindent 8 }}
  ports:
    {{- include "network.ports" (get $.root.Values.workloads . | default (get $.root.Values.podTemplates .)) | trim | nindent 4 }}
{{- end }}
{{- if or .pod.network.to.googleApis .pod.cloudSqlProxy }}
# credentials from the metadata server, the second address without Dataplane V2
- to:
    - ipBlock:
        cidr: 169.254.169.254/32
  ports:
    {{- include "network.tcp" (list 80 8080) | trim | nindent 4 }}
- to:
    - ipBlock:
        cidr: 169.254.169.252/32
  ports:
    {{- include "network.tcp" (list 987 988) | trim | nindent 4 }}
# private.googleapis.com; the names themselves are in the FQDNNetworkPolicy
- to:
    - ipBlock:
        cidr: 199.36.153.8/30
  ports:
    {{- include "network.tcp" (list 443) | trim | nindent 4 }}
{{- end }}
{{- if .pod.cloudSqlProxy }}
# the server-side proxy of Cloud SQL
- to:
    - ipBlock:
        cidr: {{ .root.Values.network.databaseRange }}
  ports:
    {{- include "network.tcp" (list 3307) | trim | nindent 4 }}
{{- end }}
{{- if eq (include "pod.usesApi" .pod) "true" }}
# the Kubernetes API, by its Service address and by the address behind it
- to:
    - ipBlock:
        cidr: {{ .root.Values.network.serviceRange }}
    {{- range .root.Values.network.apiServerRanges }}
    - ipBlock:
        cidr: {{ . }}
    {{- end }}
  ports:
    {{- include "network.tcp" (list 443) | trim | nindent 4 }}
{{- end }}
{{- with .pod.network.to.internetPorts }}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except:
          {{- toYaml $.root.Values.network.privateRanges | nindent 10 }}
  ports:
    {{- include "network.tcp" . | trim | nindent 4 }}
{{- end }}
{{- range .pod.network.to.namespaces }}
- to:
    - {{- include "network.elsewhere" . | nindent 6 }}
  ports:
    {{- include "network.tcp" .ports | trim | nindent 4 }}
{{- end }}
{{- range .pod.network.to.ranges }}
- to:
    - ipBlock:
        cidr: {{ .cidr }}
  ports:
    {{- include "network.tcp" .ports | trim | nindent 4 }}
{{- end }}
{{- end }}

{{/* One policy for the pods of one workload, job or pod template. */}}
{{- define "network.policy" -}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "workload.metadata" . | nindent 2 }}
spec:
  podSelector:
    {{- include "network.podSelector" . | nindent 4 }}
  policyTypes: [Ingress, Egress]
  {{- with include "network.ingress" . | trim }}
  ingress:
    {{- . | nindent 4 }}
  {{- end }}
  egress:
    {{- include "network.egress" . | nindent 4 }}
{{- end }}
