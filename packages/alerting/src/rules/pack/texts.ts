/** ` of billing (production)`: which service, for summaries. */
export const OF_SERVICE =
  "{{ with $labels.service_name }} of {{ . }}{{ end }}{{ with $labels.deployment_environment_name }} ({{ . }}){{ end }}";

export const JOB: string = `{{ $labels.job_name }}${OF_SERVICE}`;

/** What was found, with its figures, and when it was last in order. */
export const FINDING =
  "{{ $evidence.finding }}{{ with $evidence.lastGood }} Last good run: {{ humanizeTimestamp . }}.{{ end }}";
