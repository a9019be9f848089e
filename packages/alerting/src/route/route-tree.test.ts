import { expect, test } from "vitest";

import { route } from "../../test/support/router-harness.ts";
import type { Matcher } from "../model/matcher.ts";
import { compileRouteTree, groupKeyOf, groupLabelsOf } from "./route-tree.ts";

const is = (name: string, value: string): readonly Matcher[] => [{ name, op: "=", value }];

// The tree of Alertmanager's own routing tests, in short.
const tree = compileRouteTree(
  route({
    receiver: "default",
    routes: [
      route({
        id: "A",
        receiver: "A",
        matchers: [{ name: "owner", op: "=~", value: "team-A|team-C" }],
        routes: [
          route({ id: "A/test", receiver: "A-test", continue: true, matchers: is("env", "testing") }),
          route({ id: "A/prod", receiver: "A-prod", matchers: is("env", "production") }),
        ],
      }),
      route({ id: "B", receiver: "B", continue: true, matchers: is("owner", "team-B") }),
      route({
        id: "B2",
        receiver: "B2",
        matchers: [{ name: "owner", op: "!=", value: "team-A" }],
        routes: [route({ id: "B2/none", receiver: "none", matchers: [{ name: "owner", op: "!~", value: ".+" }] })],
      }),
    ],
  }),
);

test.each([
  [{ owner: "team-A" }, ["A"]],
  [{ owner: "team-A", env: "unset" }, ["A"]],
  [{ owner: "team-A", env: "testing" }, ["A-test"]],
  [{ owner: "team-A", env: "production" }, ["A-prod"]],
  [{ owner: "team-C", env: "production" }, ["A-prod"]],
  [{ owner: "team-B" }, ["B", "B2"]],
  [{ owner: "team-AB" }, ["B2"]],
  // A name that is not there is empty.
  [{}, ["none"]],
  [{ env: "testing" }, ["none"]],
])("%o goes to %o", (labels, receivers) => {
  expect(tree.match(labels).map(({ receiver }) => receiver)).toEqual(receivers);
});

test("what no child takes stays with the root", () => {
  const small = compileRouteTree(route({ routes: [route({ id: "x", matchers: is("x", "1") })] }));
  expect(small.match({ x: "2" }).map(({ id }) => id)).toEqual(["{}"]);
  expect([...small.routes.keys()]).toEqual(["{}", "x"]);
});

test("groups by the labels that are there", () => {
  const node = route({ id: '{}/{severity="critical"}', groupBy: ["job_name", "alertname", "missing"] });
  const labels = groupLabelsOf(node, { alertname: "X", job_name: 'a "b"', severity: "critical", missing: "" });
  expect(labels).toEqual({ alertname: "X", job_name: 'a "b"' });
  expect(groupKeyOf(node, labels)).toBe('{}/{severity="critical"}:{alertname="X", job_name="a \\"b\\""}');
  expect(groupKeyOf(node, {})).toBe('{}/{severity="critical"}:{}');
});

test("by all labels, each alert is a group of its own", () => {
  expect(groupLabelsOf(route({ groupBy: "all" }), { b: "2", a: "1", c: "" })).toEqual({ a: "1", b: "2" });
});
