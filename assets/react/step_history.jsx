/* Lets the browser's Back lead to the step before, where a page has several under one address;
   wrapped in clinic_app/web/react/step_history.py. Each step has an entry of the history that
   remembers the steps before it. Its address ends with the step: of those that differ by no such
   end, Reflex would load the page anew. */
import { useEffect, useRef } from "react";

const PREFIX = "#step-";
const trail = () => window.history.state?.steps ?? [];

function keep(deed, steps) {
  const place = `${PREFIX}${steps[steps.length - 1]}`;
  window.history[deed]({ ...window.history.state, steps }, "", place);
}

export function StepHistory({ step, steps, end, onBack }) {
  const order = useRef(steps).current; // the same for good; each render brings another array
  const open = end ? order.indexOf(end) : order.length; // so many steps can be walked back
  const shown = useRef("");
  const wanted = useRef(""); // where Back leads, until the page is there

  useEffect(() => {
    function popped() {
      const before = trail();
      const to = before[before.length - 1];
      if (!to || to === shown.current) return;
      const done = order.indexOf(shown.current) >= open;
      if (done || order.indexOf(to) > order.indexOf(shown.current)) {
        window.history.back(); // past the steps of what is done; Forward goes nowhere
        return;
      }
      wanted.current = to;
      onBack(to);
    }
    window.addEventListener("popstate", popped);
    return () => window.removeEventListener("popstate", popped);
  }, [onBack, open, order]);

  useEffect(() => {
    const last = order.indexOf(shown.current);
    const now = order.indexOf(step);
    if (now < 0 || (wanted.current && wanted.current !== step)) return;
    shown.current = step;
    wanted.current = "";
    const before = trail();
    const known = before.indexOf(step);
    if (known >= 0) {
      if (known < before.length - 1) window.history.go(known + 1 - before.length);
    } else if (last >= 0 && now > last && now < open) {
      keep("pushState", [...before, step]);
    } else {
      keep("replaceState", [step]);
    }
  }, [step, open, order]);

  return null;
}
