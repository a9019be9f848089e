/** What the demo reads of the admin API: the fields of its resources that are shown or judged. */
export interface RunView {
  readonly id: string;
  readonly job_name: string;
  readonly system: string;
  readonly service: { readonly name: string };
  readonly state: string;
  readonly lost_cause: string | null;
  readonly skip_reason: string | null;
  readonly start_time: string | null;
  readonly duration_seconds: number | null;
  readonly progress: number | null;
  readonly error: { readonly type: string | null; readonly message: string | null } | null;
  readonly stuck_time: string | null;
}

export interface JobView {
  readonly name: string;
  readonly system: string;
  readonly service: { readonly name: string };
  readonly health: string;
  readonly health_reason: string;
  readonly running: number;
  readonly next_run: { readonly time: string } | null;
  readonly runs: readonly RunView[];
}

export interface SlotView {
  readonly job_name: string;
  readonly time: string;
  readonly count: number | null;
  readonly state: string;
  readonly missed_cause: string | null;
}

export interface AlertView {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly state: string;
  readonly job_name: string | null;
  readonly resolved_time: string | null;
}

interface List<T> {
  readonly items: readonly T[];
}

export interface Api {
  readonly url: string;
  jobs(): Promise<readonly JobView[]>;
  runs(query: string): Promise<readonly RunView[]>;
  slots(query: string): Promise<readonly SlotView[]>;
  alerts(query: string): Promise<readonly AlertView[]>;
  /** True once the monitor answers. */
  isReady(): Promise<boolean>;
}

export function createApi(address: string, adminKey: string): Api {
  const url = `http://${address}/api/scheduler-monitoring`;
  const headers = { authorization: `Bearer ${adminKey}` };
  const list = async <T>(path: string): Promise<readonly T[]> => {
    const response = await fetch(`${url}/${path}`, { headers, signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as List<T>).items;
  };
  return {
    url,
    jobs: () => list<JobView>("jobs?limit=100&runs=10"),
    runs: (query) => list<RunView>(`runs?limit=1000&${query}`),
    slots: (query) => list<SlotView>(`slots?limit=1000&${query}`),
    alerts: (query) => list<AlertView>(`alerts?limit=1000&${query}`),
    isReady: () =>
      fetch(`${url}/health/ready`).then(
        (response) => response.ok,
        () => false,
      ),
  };
}
