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
  const before = useFocusBefore();

  function act(deed) {
    latest.current?.(deed);
    before.current?.focus({ preventScroll: true }); // the toast goes, and would take the focus along
  }

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
      if (kind === "beside") {
        if (!document.body.innerText.includes(words)) toast.error(words);
        continue;
      }
      const action = { label, onClick: () => act(deed) };
      (toast[kind] ?? toast)(words, label ? { action, duration: TIME_TO_ACT } : undefined);
    }
  }, [messages]);
  return null;
}

/* What had the focus before a toast took it. */
function useFocusBefore() {
  const before = useRef(null);
  useEffect(() => {
    const note = ({ target, relatedTarget }) => {
      const inToast = (one) => one?.closest?.("[data-sonner-toaster]");
      if (relatedTarget && inToast(target) && !inToast(relatedTarget)) before.current = relatedTarget;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  return before;
}
