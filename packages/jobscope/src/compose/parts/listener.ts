import { listenerComponent } from "../health/listener-component.ts";
import type { Part } from "../lifecycle/part.ts";
import type { HttpListener } from "../listen/http-listener.ts";
import { DRAIN_MS } from "./limits.ts";

/** A listening server as a part. */
export class ListenerPart implements Part {
  readonly name: string;
  readonly component: "otlp" | "api" | "api_listener";
  readonly #listener: HttpListener;
  #address: string | undefined;

  constructor({ name, component }: Pick<ListenerPart, "name" | "component">, listener: HttpListener) {
    this.name = name;
    this.component = component;
    this.#listener = listener;
  }

  /** Base URL; undefined where it does not listen. It stays known after the stop. */
  get address(): string | undefined {
    return this.#address;
  }

  async start(): Promise<void> {
    this.#address = await this.#listener.start();
  }

  stop(): Promise<void> {
    return this.#listener.stop(DRAIN_MS);
  }

  health(): ReturnType<NonNullable<Part["health"]>> {
    return [listenerComponent(this.component, this.#listener.listening, this.#listener.connections)];
  }
}
