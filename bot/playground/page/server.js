// Talking with the playground's server: what people do goes out as POST, what happens comes in as events.

export class Refused extends Error {}

export async function post(path, body) {
  const form = body instanceof FormData;
  let response;
  try {
    response = await fetch(`/play/${path}`, {
      method: "POST",
      headers: form ? {} : { "Content-Type": "application/json" },
      body: form ? body : JSON.stringify(body),
    });
  } catch {
    throw new Refused("");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.error ?? `${response.status} ${response.statusText}`);
  return answer;
}

export async function fetchState() {
  const response = await fetch("/play/state", { cache: "no-store" });
  if (!response.ok) throw new Refused(`${response.status} ${response.statusText}`);
  return response.json();
}

export function fileUrl(fileId) {
  return `/play/file/${encodeURIComponent(fileId)}`;
}

/** Follow the events for ever. `connected` is called at every (re)connection, `lost` when the line breaks. */
export function follow({ connected, happened, lost }) {
  const source = new EventSource("/play/events");
  source.onopen = connected;
  source.onmessage = (event) => happened(JSON.parse(event.data));
  source.onerror = () => {
    lost();
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => follow({ connected, happened, lost }), 1500);
  };
}
