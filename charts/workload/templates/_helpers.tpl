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
