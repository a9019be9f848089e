import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";

import { expect, it } from "vitest";

import { SlowReaders } from "./slow-readers.ts";

/** A response to a client that has taken `taken` bytes while `waiting` wait for it. */
class FakeResponse extends EventEmitter {
  readonly socket = { bytesWritten: 0, writableLength: 0, destroyed: false, destroy: () => this.#destroy() };

  at(taken: number, waiting: number): void {
    Object.assign(this.socket, { bytesWritten: taken + waiting, writableLength: waiting });
  }
  #destroy(): void {
    this.socket.destroyed = true;
  }
}

function watched(): { readers: SlowReaders; response: FakeResponse } {
  const readers = new SlowReaders();
  const response = new FakeResponse();
  readers.watch(response as unknown as ServerResponse);
  readers.stop();
  return { readers, response };
}

it("cuts off a client that takes a byte now and then", () => {
  const { readers, response } = watched();
  for (let second = 0; second <= 29; second++) {
    response.at(second, 50_000);
    readers.look(second * 1_000);
  }
  expect(response.socket.destroyed).toBe(false);
  readers.look(30_000);
  expect(response.socket.destroyed).toBe(true);
});

it("lets a long download over a poor line go on, and asks it again", () => {
  const { readers, response } = watched();
  for (let second = 0; second < 600; second += 5) {
    response.at(second * 2_000, 50_000);
    readers.look(second * 1_000);
  }
  expect(response.socket.destroyed).toBe(false);
  for (let second = 600; second <= 665; second += 5) readers.look(second * 1_000);
  expect(response.socket.destroyed).toBe(true);
});

it("does not count the time in which nothing waits, or that is over", () => {
  const { readers, response } = watched();
  response.at(0, 10);
  readers.look(0);
  response.at(10, 0);
  readers.look(29_000);
  response.at(10, 10);
  readers.look(58_000);
  readers.look(87_000);
  expect(response.socket.destroyed).toBe(false);
  response.emit("close");
  readers.look(200_000);
  expect(response.socket.destroyed).toBe(false);
});
