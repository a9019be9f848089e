import type { Family } from "./family.ts";
import { apart, families, weak } from "./family.ts";
import { alnum, hex, hexLower, url, uuid, word } from "./segment.ts";

/** Keys of services for language models and what is built around them. */
export const modelFamilies: readonly Family[] = [
  ...families("openai", "sk-proj- sk-svcacct- sk-admin- sk-None- sk-service-", [url(20, 255)]),
  ...families("openrouter", "sk-or-v1-", [alnum(40, 64)]),
  ...families("anthropic", "sk-ant-", [url(20, 255)]),
  ...families("langfuse", "sk-lf-", [url(30, 40)]),
  ...families("openai", "sk-", apart([alnum(20, 255)])),
  ...families("openai", "sk-", apart(weak([url(24, 255)]))),
  ...families("huggingface", "hf_ api_org_", [alnum(30, 40)]),
  ...families("groq", "gsk_", [alnum(40, 64)]),
  ...families("xai", "xai-", [word(60, 100)]),
  ...families("perplexity", "pplx-", [alnum(40, 64)]),
  ...families("cerebras", "csk-", [alnum(32, 64)]),
  ...families("together", "tgp_v1_", [url(40, 64)]),
  ...families("fireworks", "fw_", apart(weak([alnum(22, 28)]))),
  ...families("langsmith", "lsv2_pt_ lsv2_sk_ ls__", [hex(32)]),
  ...families("langsmith", "lsv2_pt_ lsv2_sk_", [hex(32), "_", hex(10)]),
  ...families("llamacloud", "llx-", [alnum(40, 64)]),
  ...families("pinecone", "pcsk_", [word(40, 100)]),
  ...families("tavily", "tvly-", [url(20, 64)]),
  ...families("nvidia", "nvapi-", [url(50, 100)]),
  ...families("firecrawl", "fc-", apart([hexLower(32)])),
  ...families("jina", "jina_", [url(40, 100)]),
  ...families("elevenlabs", "sk_", [hexLower(48)]),
  ...families("cartesia", "sk_car_", [alnum(20, 40)]),
  ...families("replicate", "r8_", [url(37, 40)]),
  ...families("wandb", "wandb_v1_", [word(40, 120)]),
  ...families("voyage", "pa-", apart(weak([url(43)]))),
  ...families("context7", "ctx7sk-", uuid),
  ...families("composio", "ak_", apart(weak([url(20)]))),
  ...families("e2b", "e2b_", [hex(40)]),
  ...families("runpod", "rpa_", [alnum(40, 48)]),
  ...families("browserbase", "bb_live_", [url(24, 32)]),
  ...families("salad", "salad_cloud_", [alnum(3, 20), "_", alnum(20, 235)]),
];
