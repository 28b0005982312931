// Recording a voice message with the computer's microphone.

const KINDS = [["audio/ogg;codecs=opus", "ogg"], ["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"]];

export async function hasMicrophone() {
  if (!navigator.mediaDevices?.enumerateDevices || !window.MediaRecorder) return false;
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.some((device) => device.kind === "audioinput");
}

/** Starts at once. The answer's `stop(keep)` gives the recording as a File, or nothing. */
export async function startRecording() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const [mime, ending] = KINDS.find(([kind]) => MediaRecorder.isTypeSupported(kind)) ?? ["", "webm"];
  const recorder = new MediaRecorder(stream, mime ? { mimeType: mime } : {});
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.start();
  const stop = (keep) => new Promise((resolve) => {
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      const type = (recorder.mimeType || mime).split(";")[0];
      resolve(keep ? new File(parts, `voice.${ending}`, { type }) : null);
    });
    recorder.stop();
  });
  return { started: Date.now(), stop };
}
