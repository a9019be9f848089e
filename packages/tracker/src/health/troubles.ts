import type { InstanceKey } from "../model/identity.ts";
import type { Job, SlotTrouble } from "../model/job.ts";
import type { Slot } from "../model/slot.ts";
import { isMet } from "../slot/slot-verdict.ts";

const MAX_TROUBLES = 8;
/** Instances whose newest slot on time is known; with more of them, any of them clears what is older. */
const MAX_ON_TIME = 16;

type OnTime = NonNullable<Job["onTime"]>;
export type SlotStanding = Pick<Job, "troubles" | "lastOnTimeMs" | "onTime">;

export interface NotedSlot {
  readonly slot: Slot;
  readonly withdrawn: boolean;
  readonly isLiveOwner: (key: InstanceKey) => boolean;
}

function troubleOf(slot: Slot): SlotTrouble | undefined {
  const at = { slotKey: slot.key, instantMs: slot.untilMs ?? slot.instantMs };
  if (slot.state === "missed") {
    return { ...at, kind: "missed", ...(slot.missedCause !== undefined && { cause: slot.missedCause }) };
  }
  return isMet(slot) && slot.late ? { ...at, kind: "late" } : undefined;
}

/** Every slot key ends with its instance, `""` in cluster scope. */
const ownerOf = ({ slotKey }: SlotTrouble): InstanceKey => slotKey.slice(slotKey.lastIndexOf("@") + 1);

function withOnTime(onTime: OnTime, { instanceKey, instantMs }: Slot): OnTime {
  const known = onTime.find(([key]) => key === instanceKey);
  if (known !== undefined && known[1] >= instantMs) return onTime;
  return [...onTime.filter((each) => each !== known), [instanceKey, instantMs] as const].slice(-MAX_ON_TIME);
}

/** Since when nothing that went wrong before counts any more: a live replica answers for its own slots. */
function clearedMs(job: SlotStanding, trouble: SlotTrouble, isLiveOwner: NotedSlot["isLiveOwner"]): number | undefined {
  const owner = ownerOf(trouble);
  const { onTime = [], lastOnTimeMs } = job;
  if (owner === "" || !isLiveOwner(owner)) return lastOnTimeMs;
  const own = onTime.find(([key]) => key === owner)?.[1];
  return own === undefined && onTime.length >= MAX_ON_TIME ? lastOnTimeMs : own;
}

/** Whether slots go well, after one of them was judged, judged anew or withdrawn: what went wrong after the last that went right. */
export function noteSlot(job: Job, { slot, withdrawn, isLiveOwner }: NotedSlot): SlotStanding {
  const had = job.troubles ?? [];
  const trouble = withdrawn ? undefined : troubleOf(slot);
  const standing: { -readonly [K in keyof SlotStanding]: SlotStanding[K] } = {};
  if (!withdrawn && isMet(slot) && !slot.late) {
    standing.lastOnTimeMs = Math.max(slot.instantMs, job.lastOnTimeMs ?? 0);
    if (slot.instanceKey !== "") standing.onTime = withOnTime(job.onTime ?? [], slot);
  }
  if (had.length === 0 && trouble === undefined) return standing;
  const now = { ...job, ...standing };
  const others = had.filter(({ slotKey }) => slotKey !== slot.key);
  standing.troubles = [...others, ...(trouble === undefined ? [] : [trouble])]
    .filter((each) => each.instantMs >= (clearedMs(now, each, isLiveOwner) ?? Number.NEGATIVE_INFINITY))
    .toSorted((a, b) => b.instantMs - a.instantMs || (a.slotKey < b.slotKey ? -1 : 1))
    .slice(0, MAX_TROUBLES);
  return standing;
}
