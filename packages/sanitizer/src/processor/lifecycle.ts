interface Lifecycle {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

export async function flushAll(processors: readonly Lifecycle[]): Promise<void> {
  await Promise.all(processors.map((processor) => processor.forceFlush()));
}

export async function shutdownAll(processors: readonly Lifecycle[]): Promise<void> {
  await Promise.all(processors.map((processor) => processor.shutdown()));
}
