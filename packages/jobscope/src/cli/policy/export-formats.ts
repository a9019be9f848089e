/** Programs that a policy can be written for. */
export const EXPORT_FORMATS = ["otelcol"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
