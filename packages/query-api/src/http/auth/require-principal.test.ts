import { expect, it, vi } from "vitest";

import { ApiProblem } from "../reply/api-problem.ts";
import { principalOf, requirePrincipal } from "./require-principal.ts";

const limits = { failures: vi.fn(), anonymous: vi.fn() };

it("does not wait for ever to be told who asks", async () => {
  vi.useFakeTimers();
  try {
    const guard = requirePrincipal({ authenticate: () => new Promise(() => {}), limits });
    const request = { headers: {} } as never;
    const next = vi.fn();
    const answer = expect(guard(request, {} as never, next)).rejects.toThrow(ApiProblem);
    await vi.advanceTimersByTimeAsync(10_000);
    await answer;
    expect(next).not.toHaveBeenCalled();
    expect(principalOf(request)).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it("leaves no timer behind", async () => {
  vi.useFakeTimers();
  try {
    const guard = requirePrincipal({ authenticate: () => ({ id: "me", role: "viewer" }), limits });
    const next = vi.fn();
    await guard({ headers: {} } as never, {} as never, next);
    expect(next).toHaveBeenCalledWith();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
