// Vercel's AI SDK with its provider for OpenAI-compatible APIs.
import assert from 'node:assert/strict';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, Output, streamText, tool } from 'ai';
import { engineStopped, failure, fast, fits, followUp, image, key, nobody, question, report, schema, slow, tools, url } from './harness.mjs';

const providerOf = apiKey => createOpenAICompatible({ name: 'autoclaw', baseURL: `${url}/v1`, apiKey, includeUsage: true, supportsStructuredOutputs: true });
const provider = providerOf(key);
const once = { model: provider(fast), maxRetries: 0 };
const asked = [{ role: 'user', content: question }];
const offers = tools.map(({ name, description, schema }) => [name, tool({ description, inputSchema: jsonSchema(schema) })]);

async function callAndAnswer(offered) {
  const set = Object.fromEntries(offered);
  const whole = await generateText({ ...once, messages: asked, tools: set });
  const streamed = streamText({ ...once, messages: asked, tools: set });
  for (const calls of [whole.toolCalls, await streamed.toolCalls]) {
    assert.deepEqual(calls.map(call => call.toolName), Object.keys(set));
    assert.ok(calls.every(call => fits(call.input)));
    assert.equal(new Set(calls.map(call => call.toolCallId)).size, calls.length);
    const answer = await generateText({
      ...once, tools: set,
      messages: [
        ...asked,
        { role: 'assistant', content: calls.map(({ toolCallId, toolName, input }) => ({ type: 'tool-call', toolCallId, toolName, input })) },
        { role: 'tool', content: calls.map(({ toolCallId, toolName }) => ({ type: 'tool-result', toolCallId, toolName, output: { type: 'text', value: 'sunny' } })) },
      ],
    });
    assert.ok(answer.text.length > 0);
  }
}

await report({
  text: async () => assert.ok((await generateText({ ...once, prompt: question })).text.length > 0),
  stream: async () => {
    const whole = await generateText({ ...once, messages: asked });
    const streamed = streamText({ ...once, messages: asked });
    let text = '';
    for await (const piece of streamed.textStream) {
      text += piece;
    }

    assert.equal(text, whole.text);
    assert.equal(await streamed.finishReason, 'stop');
  },
  multiTurn: async () => {
    const first = await generateText({ ...once, messages: asked });
    const second = await generateText({
      ...once, messages: [...asked, { role: 'assistant', content: first.text }, { role: 'user', content: followUp }],
    });
    assert.ok(second.usage.inputTokens > first.usage.inputTokens + first.usage.outputTokens);
  },
  tools: () => callAndAnswer(offers.slice(0, 1)),
  parallelTools: () => callAndAnswer(offers),
  vision: async () => {
    const file = { type: 'file', mediaType: 'image/png', data: Buffer.from(image, 'base64') };
    await generateText({ ...once, messages: [{ role: 'user', content: [{ type: 'text', text: question }, file] }] });
  },
  jsonSchema: async () => {
    const answer = await generateText({ ...once, messages: asked, output: Output.object({ schema: jsonSchema(schema) }) });
    assert.ok(fits(answer.output));
  },
  usage: async () => {
    const whole = (await generateText({ ...once, messages: asked })).usage;
    const streamed = await streamText({ ...once, messages: asked }).usage;
    assert.deepEqual([streamed.inputTokens, streamed.outputTokens], [whole.inputTokens, whole.outputTokens]);
    return { input: whole.inputTokens, output: whole.outputTokens };
  },
  error: async () => {
    const unknown = await failure(() => generateText({ ...once, model: provider(nobody), prompt: question }));
    assert.equal(unknown.statusCode, 404, String(unknown));
    assert.match(unknown.message, /no model 'nobody'/);
    const stranger = providerOf('sk-wrong');
    assert.equal((await failure(() => generateText({ ...once, model: stranger(fast), prompt: question }))).statusCode, 401);
  },
  abort: async () => {
    const abort = new AbortController();
    for await (const piece of streamText({ ...once, model: provider(slow), messages: asked, abortSignal: abort.signal }).textStream) {
      if (piece) {
        abort.abort();
      }
    }
    await engineStopped();
  },
});
