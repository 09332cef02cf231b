// What scripts of a page find in the global scope, for the type checker.
import type { Htmx } from "htmx.org";

interface PolicyRules {
  createHTML?: (html: string) => string;
  createScript?: (script: string) => string;
  createScriptURL?: (address: string) => string;
}

declare global {
  /** The pixel worker's address, written by the build in place of this name. */
  const PIXEL_WORKER: string;

  /** htmx.min.js, which application.html loads before the bridge. */
  const htmx: Htmx;

  interface Window {
    /** A trusted value passes for a string here: TypeScript's DOM takes strings where a browser takes either. */
    trustedTypes?: { createPolicy(name: string, rules: PolicyRules): Required<PolicyRules> };
  }

  interface Navigator {
    /** https://wicg.github.io/netinfo/; Chromium only. */
    connection?: { saveData?: boolean; effectiveType?: string; type?: string };
  }
}
