// What the clients' scripts have in common: where the gateway is, what they send, and how they report.
export const url = process.env.AUTOCLAW_URL;
export const key = process.env.AUTOCLAW_KEY;

/** A route whose engine answers at once, one whose engine says a word and then falls silent, and no route at all. */
export const fast = 'fast', slow = 'slow', nobody = 'nobody';

export const question = 'Where does the river begin?';
export const followUp = 'And where does it end?';

/** A PNG of one pixel. */
export const image = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city', 'days'],
  additionalProperties: false,
};

export const tools = ['forecast', 'trains'].map(name => ({ name, description: 'What there is', schema }));

export function fits(value) {
  return typeof value?.city === 'string' && Number.isInteger(value.days) && Object.keys(value).length === 2;
}

/** The error that the call ends with; fails where it ends well. */
export async function failure(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }

  throw new Error('it went well, and an error was expected');
}

// Less than a test waits for the whole script, so that a call that hangs is reported by name.
const patience = 15_000;

/** Returns when the engine of the slow route has seen its client leave. */
export async function engineStopped() {
  while ((await (await fetch(`${process.env.AUTOCLAW_SLOW_ENGINE}/simulator/stats`)).json()).cancelled === 0) {
    await new Promise(passed => setTimeout(passed, 20));
  }
}

/** Runs the features one after another and prints a line of JSON for each: its name, an error where it failed, and what it returned. */
export async function report(features) {
  for (const [feature, run] of Object.entries(features)) {
    let timer;
    const limit = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing after ${patience} ms`)), patience);
    });
    let line;
    try {
      line = { feature, ...await Promise.race([run(), limit]) };
    } catch (error) {
      line = { feature, failed: error?.stack ?? String(error) };
    }

    clearTimeout(timer);
    await new Promise(written => process.stdout.write(JSON.stringify(line) + '\n', written));
  }

  // Connections that are kept open would hold the process for a while.
  process.exit(0);
}
