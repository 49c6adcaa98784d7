// LangChain with its OpenAI package.
import assert from 'node:assert/strict';
import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { engineStopped, failure, fast, fits, followUp, image, key, nobody, question, report, schema, slow, tools, url } from './harness.mjs';

const modelOf = (model, apiKey = key) => new ChatOpenAI({ model, apiKey, maxRetries: 0, configuration: { baseURL: `${url}/v1` } });
const model = modelOf(fast);
const asked = [new SystemMessage('Be brief.'), new HumanMessage(question)];
const functions = tools.map(({ name, description, schema }) => ({ type: 'function', function: { name, description, parameters: schema } }));

async function collect(stream) {
  let all;
  for await (const chunk of stream) {
    all = all ? all.concat(chunk) : chunk;
  }

  return all;
}

async function callAndAnswer(offered) {
  const bound = model.bindTools(offered);
  for (const message of [await bound.invoke(asked), await collect(await bound.stream(asked))]) {
    assert.deepEqual(message.tool_calls.map(call => call.name), offered.map(tool => tool.function.name));
    assert.ok(message.tool_calls.every(call => fits(call.args)));
    assert.equal(new Set(message.tool_calls.map(call => call.id)).size, offered.length);
    const results = message.tool_calls.map(call => new ToolMessage({ tool_call_id: call.id, content: 'sunny' }));
    assert.ok((await bound.invoke([...asked, message, ...results])).text.length > 0);
  }
}

await report({
  text: async () => assert.ok((await model.invoke(question)).text.length > 0),
  stream: async () => {
    const streamed = await collect(await model.stream(asked));
    assert.equal(streamed.text, (await model.invoke(asked)).text);
    assert.equal(streamed.response_metadata.finish_reason, 'stop');
  },
  multiTurn: async () => {
    const first = await model.invoke(asked);
    const second = await model.invoke([...asked, new AIMessage(first.text), new HumanMessage(followUp)]);
    assert.ok(second.usage_metadata.input_tokens > first.usage_metadata.total_tokens);
  },
  tools: () => callAndAnswer(functions.slice(0, 1)),
  parallelTools: () => callAndAnswer(functions),
  vision: async () => {
    await model.invoke([new HumanMessage({
      content: [{ type: 'text', text: question }, { type: 'image_url', image_url: { url: `data:image/png;base64,${image}` } }],
    })]);
  },
  jsonSchema: async () => assert.ok(fits(await model.withStructuredOutput(schema, { name: 'trip', method: 'jsonSchema', strict: true }).invoke(asked))),
  usage: async () => {
    const whole = (await model.invoke(asked)).usage_metadata;
    const streamed = (await collect(await model.stream(asked))).usage_metadata;
    assert.deepEqual([streamed.input_tokens, streamed.output_tokens], [whole.input_tokens, whole.output_tokens]);
    return { input: whole.input_tokens, output: whole.output_tokens };
  },
  error: async () => {
    const unknown = await failure(() => modelOf(nobody).invoke(asked));
    assert.equal(unknown.status, 404, String(unknown));
    assert.match(unknown.message, /no model 'nobody'/);
    assert.equal((await failure(() => modelOf(fast, 'sk-wrong').invoke(asked))).status, 401);
  },
  abort: async () => {
    const abort = new AbortController();
    await failure(async () => {
      for await (const chunk of await modelOf(slow).stream(asked, { signal: abort.signal })) {
        if (chunk.text) {
          abort.abort();
        }
      }
    });
    await engineStopped();
  },
});
