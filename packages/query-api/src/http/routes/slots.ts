import { listOf } from "../../model/resource-schema.ts";
import { slotSchema } from "../../model/slot-resource.ts";
import { slotsParams } from "../../params/slots-params.ts";
import { planSlots } from "../../plan/plan-slots.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { shapeSlot } from "../../shape/shape-slot.ts";
import { askStore } from "../ask/ask-store.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const slotsRoutes: readonly Route[] = [
  defineRoute({
    path: "/slots",
    access: "read",
    limit: "requests",
    schema: slotsParams,
    docs: {
      summary: "Instants at which jobs should have started, newest first",
      answers: { schema: listOf(slotSchema, "SlotList") },
    },
    async reply(deps, { params }) {
      const page = await askStore(() => deps.reader.slots(planSlots(params, deps.nowMs())));
      return { body: shapeList(page, shapeSlot) };
    },
  }),
];
