/* Says what the server has to say (toasts), and leaves for another page with a full load.

   Reflex's own toasts and external redirects run as evaluated scripts, which our content
   security policy forbids. The last number shown is kept for the tab, so that a reload, which
   brings the same messages again, does not repeat them. */
import { useEffect, useRef } from "react";
import { toast } from "sonner";
import { leaveFor } from "./leave.js";

const TIME_TO_ACT = 12_000; // ms that a toast with a button stays; pointing at it stops the clock
const KEY = "polyclinic-said";

const lastSaid = () => Number(sessionStorage.getItem(KEY) ?? 0);

export function Messenger({ messages, onAct }) {
  const latest = useRef(onAct);
  latest.current = onAct;
  useEffect(() => {
    const fresh = (messages ?? []).filter((message) => message.serial > lastSaid());
    if (fresh.length === 0) return;
    sessionStorage.setItem(KEY, String(fresh[fresh.length - 1].serial));
    for (const message of fresh) {
      if (message.kind === "leave") {
        leaveFor(message.words);
        return;
      }
      const { kind, words, label, deed } = message;
      const action = { label, onClick: () => latest.current?.(deed) };
      (toast[kind] ?? toast)(words, label ? { action, duration: TIME_TO_ACT } : undefined);
    }
  }, [messages]);
  return null;
}
