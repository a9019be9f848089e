import { expect, test } from "vitest";

import { EscalatorWorld, GROUP } from "../../test/support/escalator-world.ts";
import { MINUTE } from "../../test/support/outbox-world.ts";
import { route } from "../../test/support/router-harness.ts";
import type { GroupMove } from "../route/group-move.ts";

const keyOf = (name: string): string => `{}:{job_name="${name}"}`;

function moveOf(alertId: string, ...to: readonly string[]): GroupMove {
  return {
    alertIds: [alertId],
    from: GROUP,
    enders: [],
    to: to.map((name) => ({ key: keyOf(name), labels: { job_name: name }, receiver: "team" })),
  };
}

function openOf(world: EscalatorWorld): readonly string[] {
  const open = [...world.incidents.values()].filter(({ state }) => state !== "resolved");
  return open.map(({ groupKey, state, alertIds }) => `${groupKey} ${state} ${alertIds.join(",")}`).toSorted();
}

test("goes on in each group to which its alerts went, and keeps its id where it can", () => {
  const world = new EscalatorWorld();
  world.tell({ firing: ["x", "y"] });
  const { id } = world.escalator.acknowledge({ key: GROUP, alerts: ["x", "y"] }, "ada", world.nowMs);
  world.restart();
  world.escalator.moved([moveOf("x", "x"), moveOf("y", "y")], world.nowMs);
  expect(openOf(world)).toEqual([`${keyOf("x")} acknowledged x`, `${keyOf("y")} acknowledged y`]);
  expect(world.escalator.heldBy(keyOf("y"))).toBe("acknowledged");
  expect(world.escalator.incidentOf(keyOf("x"))?.id).toBe(id);
  expect(world.escalator.incidentOf(GROUP)).toBeUndefined();
  const carried = "Its route changed with the configuration: still acknowledged by ada.";
  expect(world.events.filter(({ detail }) => detail === carried).map(({ alertId }) => alertId)).toEqual(["x", "y"]);
});

test("leaves what stays, and joins an incident that is there", () => {
  const world = new EscalatorWorld();
  world.tell({ firing: ["x", "y"] });
  world.tell({ group: keyOf("y"), firing: ["z"] });
  world.restart();
  world.escalator.moved([moveOf("y", "y")], world.nowMs);
  expect(openOf(world)).toEqual([`${GROUP} triggered x`, `${keyOf("y")} triggered z,y`]);
});

test("goes on with its steps where nobody had acknowledged it, and says why it is another group's", () => {
  const world = new EscalatorWorld();
  world.tell({ firing: ["x"] });
  world.run(4 * MINUTE);
  world.restart();
  world.escalator.moved([moveOf("x", "x")], world.nowMs);
  world.tell({ group: keyOf("x"), firing: ["x"] });
  expect(world.run(MINUTE)).toMatchObject([{ receiver: "first", groupKey: keyOf("x"), firing: ["x"] }]);
  expect(world.events.map(({ detail }) => detail)).toEqual([
    "Its route changed with the configuration: the same incident goes on.",
    'Escalated to "first", level 1 of round 1.',
  ]);
});

test("calls nobody where its new group escalates to nobody, but is not forgotten where somebody knows", () => {
  const [waiting, known] = [new EscalatorWorld(), new EscalatorWorld()];
  for (const world of [waiting, known]) world.tell({ firing: ["x"] });
  known.escalator.acknowledge({ key: GROUP, alerts: ["x"] }, "ada", known.nowMs);
  for (const world of [waiting, known]) {
    world.restart({ route: route() });
    world.escalator.moved([moveOf("x", "x")], world.nowMs);
    expect(world.run(24 * 60 * MINUTE)).toEqual([]);
  }
  expect(openOf(waiting)).toEqual([]);
  expect(known.events.map(({ kind }) => kind)).toEqual(["acknowledged", "acknowledged"]);
});
