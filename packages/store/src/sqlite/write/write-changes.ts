import type { Change, Declaration, Instance, Job, Notice } from "@jobscope/tracker";

import { aggregateJson } from "../rows/aggregate-json.ts";
import { contentKey } from "../rows/content-key.ts";
import { type ChangeTarget, writeRun } from "./write-run.ts";
import { withdrawSlot, writeSlot } from "./write-slot.ts";

const NOTHING: ReadonlySet<string> = new Set();

const UPSERT_JOB = `INSERT INTO jobs (id, key, environment, namespace, service, name, health, retired, last_seen_ms, sequence, data)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET health = excluded.health,
  retired = excluded.retired, last_seen_ms = excluded.last_seen_ms, sequence = excluded.sequence, data = excluded.data`;
const UPSERT_DECLARATION = `INSERT INTO declarations (job_id, instance_id, sequence, data) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET sequence = excluded.sequence, data = excluded.data`;
const UPSERT_INSTANCE = `INSERT INTO instances (id, service_id, state, last_received_ms, sequence, data) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, last_received_ms = excluded.last_received_ms,
  sequence = excluded.sequence, data = excluded.data`;

function writeJob({ connection, keys, counters }: ChangeTarget, job: Job): void {
  const id = keys.job(job.id);
  const data = aggregateJson(job, NOTHING);
  if (connection.get("SELECT data FROM jobs WHERE id = ?", id)?.["data"] === data) return;
  const { environment, namespace, service } = job.service;
  const retired = Number(job.retiredMs !== undefined);
  const sequence = counters.nextSequence();
  const named = [job.id, environment, namespace, service, job.name, job.health];
  connection.run(UPSERT_JOB, id, ...named, retired, job.lastSeenMs, sequence, data);
}

function writeDeclaration({ connection, keys, counters }: ChangeTarget, declaration: Declaration): void {
  const jobId = keys.job(declaration.jobId);
  const instanceId = keys.instance(declaration.instanceKey);
  const data = aggregateJson(declaration, NOTHING);
  const find = "SELECT data FROM declarations WHERE job_id = ? AND instance_id = ?";
  if (connection.get(find, jobId, instanceId)?.["data"] === data) return;
  connection.run(UPSERT_DECLARATION, jobId, instanceId, counters.nextSequence(), data);
}

function writeInstance({ connection, keys, counters }: ChangeTarget, instance: Instance): void {
  const id = keys.instance(instance.key);
  const data = aggregateJson(instance, NOTHING);
  if (connection.get("SELECT data FROM instances WHERE id = ?", id)?.["data"] === data) return;
  const serviceId = keys.service(instance.serviceId);
  const sequence = counters.nextSequence();
  connection.run(UPSERT_INSTANCE, id, serviceId, instance.state, instance.lastReceivedMs, sequence, data);
}

function writeNotice({ connection, counters }: ChangeTarget, notice: Notice, atMs: number): void {
  const data = aggregateJson(notice, NOTHING);
  const key = contentKey(atMs, `${atMs} ${data}`);
  if (connection.get("SELECT 1 FROM notices WHERE key = ?", key) !== undefined) return;
  connection.run(
    "INSERT INTO notices (sequence, key, at_ms, data) VALUES (?, ?, ?, ?)",
    counters.nextSequence(),
    key,
    atMs,
    data,
  );
}

/** Writes one conclusion; a change that is stored already takes no sequence number. */
export function writeChange(target: ChangeTarget, change: Change): void {
  switch (change.kind) {
    case "run":
      return writeRun(target, change.run);
    case "slot":
      return writeSlot(target, change.slot);
    case "slot_withdrawn":
      return withdrawSlot(target, change.slotKey);
    case "job":
      return writeJob(target, change.job);
    case "declaration":
      return writeDeclaration(target, change.declaration);
    case "instance":
      return writeInstance(target, change.instance);
    case "notice":
      return writeNotice(target, change.notice, change.atMs);
  }
}
