{{- define "chartlens.labels" -}}
app.kubernetes.io/name: chartlens
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{- define "chartlens.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* What all processes are given. */}}
{{- define "chartlens.environment" -}}
- name: NODE_ENV
  value: production
- name: HOST
  value: 0.0.0.0
- name: PORT
  value: {{ .port | quote }}
- name: MONGODB_URI
  valueFrom: { secretKeyRef: { name: {{ .root.Values.existingSecret }}, key: MONGODB_URI } }
- name: SUBGRAPH_SECRET
  valueFrom: { secretKeyRef: { name: {{ .root.Values.existingSecret }}, key: SUBGRAPH_SECRET } }
- name: METRICS_HOST
  value: 0.0.0.0
- name: METRICS_PORT
  value: {{ .root.Values.telemetry.metricsPort | quote }}
{{- with .root.Values.telemetry.tracesTo }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- range $name, $value := .root.Values.env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{- define "chartlens.container" -}}
image: {{ include "chartlens.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
ports:
  - { name: http, containerPort: {{ .port }} }
  - { name: metrics, containerPort: {{ .root.Values.telemetry.metricsPort }} }
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
startupProbe:
  httpGet: { path: /healthz, port: http }
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /healthz, port: http }
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  httpGet: { path: /readyz, port: http }
  periodSeconds: 5
  timeoutSeconds: 3
{{- end }}

{{- define "chartlens.pod" -}}
automountServiceAccountToken: false
terminationGracePeriodSeconds: 45
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "chartlens.labels" . | nindent 8 }}
{{- end }}
