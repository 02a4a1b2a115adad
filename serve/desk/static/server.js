// The desk's own server.

import { caller } from "./call.js";

const call = caller("desk", () => "plugsheet desk does not answer any more. Start it again and open the address that it prints.");

export const about = () => call("about");
export const ask = (kind, values) => call("ask", { kind, values });
export const again = (exchange, edited) => call("again", { ...exchange, edited });
export const setWho = (who) => call("who", who);
export const check = (actions) => call("check", { actions });
export const token = async () => (await call("token", {})).token;
export const setup = () => call("setup");
export const explain = (text) => call("explain", { text });
