// A schedule as text: `1*11.2.3` is eleven steps of thread 1, one of 2, one of 3. The grammar
// stands in scheduler/model/schedule.py; tests/shared/schedules.json holds both to it.

/** Steps of the longest schedule that is read. */
const LONGEST = 1_000_000;
const TURN = /^([1-9]\d{0,6})(?:\*([1-9]\d{0,6}))?$/;

/** `[1, 1, 2]` as `1*2.2`. */
export function encode(schedule: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < schedule.length; ) {
    let end = at;
    while (schedule[end] === schedule[at]) end++;
    parts.push(end - at > 1 ? `${schedule[at]}*${end - at}` : `${schedule[at]}`);
    at = end;
  }
  return parts.join(".");
}

/** The schedule that a text says, undefined where it is none. */
export function decode(text: string): number[] | undefined {
  const schedule: number[] = [];
  if (!text) return schedule;
  for (const part of text.split(".")) {
    const found = TURN.exec(part);
    if (!found) return undefined;
    const count = Number(found[2] ?? 1);
    if (schedule.length + count > LONGEST) return undefined;
    for (let n = 0; n < count; n++) schedule.push(Number(found[1]));
  }
  return schedule;
}
