import {
  ATTR_COMPONENT_HEALTHY,
  ATTR_COMPONENT_NAME,
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_MESSAGE,
  EVENT_METRICS_HEALTH,
} from "@jobscope/semconv";
import type { Attributes } from "@opentelemetry/api";

import { withoutActiveSpan } from "../propagate/root.ts";
import type { Component, Verdict } from "../record/components.ts";
import { components, verdictOn } from "../record/components.ts";
import { recordConfig } from "../record/config.ts";
import { emitRecord } from "../record/event.ts";
import { guarded } from "../record/guard.ts";
import { every, nextTurn } from "../record/real-clock.ts";
import { shared } from "../record/shared.ts";
import { currentTelemetry } from "../record/telemetry.ts";

const TICK_MS = 1000;

/**
 * Looks after the components with one timer for all: starts the checks that are due, and announces what changed, at most
 * once a second for each. It also finds an SDK that is registered later, so that what was registered before is observed.
 */
class Watcher {
  readonly #checks = new Set<() => void>();
  #ticking = false;
  #soon = false;

  /** `startIfDue` is called soon, and then every second, while telemetry is on. */
  add(startIfDue: () => void): void {
    this.#checks.add(startIfDue);
    this.watch();
  }

  remove(startIfDue: () => void): void {
    this.#checks.delete(startIfDue);
  }

  /** Looks soon, and then every second; for those who have no check. */
  watch(): void {
    if (this.#soon) return;
    this.#soon = true;
    withoutActiveSpan(() => {
      if (!this.#ticking) every(TICK_MS, () => this.lookNow());
      this.#ticking = true;
      nextTurn(() => {
        this.#soon = false;
        this.lookNow();
      });
    });
  }

  lookNow(): void {
    guarded("looking after the components", () => {
      if (!currentTelemetry().enabled) return;
      for (const startIfDue of this.#checks) guarded("a health check", startIfDue);
      for (const component of components.values()) announce(component);
    });
  }
}

export const watcher: Watcher = shared("watcher", () => new Watcher());

/** The first good news is no news. */
function announce(component: Component): void {
  const verdict = verdictOn(component);
  if (verdict === undefined || verdict.healthy === component.announced) return;
  const isNews = !verdict.healthy || component.announced !== undefined;
  component.announced = verdict.healthy;
  if (!isNews) return;
  emitChange(component.name, verdict);
  recordConfig.onCriticalFailure?.();
}

function emitChange(name: string, { healthy, errorType, message }: Verdict): void {
  const attributes: Attributes = { [ATTR_COMPONENT_NAME]: name, [ATTR_COMPONENT_HEALTHY]: healthy };
  if (errorType !== "") attributes[ATTR_ERROR_TYPE] = errorType;
  if (message !== "") attributes[ATTR_EXCEPTION_MESSAGE] = message;
  emitRecord({
    severity: healthy ? "info" : "warn",
    category: "metrics",
    event: EVENT_METRICS_HEALTH,
    body: healthy ? `${name} is healthy again` : `${name} is unhealthy: ${message || errorType}`,
    attributes,
  });
}
