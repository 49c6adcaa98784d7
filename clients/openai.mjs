// OpenAI's own client: chat completions and Responses.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { engineStopped, failure, fast, fits, followUp, image, key, nobody, question, report, schema, slow, tools, url } from './harness.mjs';

const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const ask = (messages, more) => client.chat.completions.create({ model: fast, messages, ...more });
const asked = [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: question }];
const functions = tools.map(({ name, description, schema }) => ({ type: 'function', function: { name, description, parameters: schema } }));

async function callAndAnswer(offered) {
  const whole = await ask(asked, { tools: offered });
  const streamed = await client.chat.completions.stream({ model: fast, messages: asked, tools: offered }).finalChatCompletion();
  for (const { choices: [{ message, finish_reason }] } of [whole, streamed]) {
    assert.equal(finish_reason, 'tool_calls');
    assert.deepEqual(message.tool_calls.map(call => call.function.name), offered.map(tool => tool.function.name));
    assert.ok(message.tool_calls.every(call => fits(JSON.parse(call.function.arguments))));
    assert.equal(new Set(message.tool_calls.map(call => call.id)).size, offered.length);
    const results = message.tool_calls.map(call => ({ role: 'tool', tool_call_id: call.id, content: 'sunny' }));
    const answer = await ask([...asked, message, ...results], { tools: offered });
    assert.ok(answer.choices[0].message.content.length > 0);
  }
}

await report({
  text: async () => assert.ok((await ask(asked)).choices[0].message.content.length > 0),
  stream: async () => {
    const whole = await ask(asked);
    let text = '', finish;
    for await (const { choices: [choice] } of await ask(asked, { stream: true })) {
      text += choice?.delta.content ?? '';
      finish = choice?.finish_reason ?? finish;
    }

    assert.equal(text, whole.choices[0].message.content);
    assert.equal(finish, 'stop');
  },
  multiTurn: async () => {
    const first = await ask(asked);
    const second = await ask([...asked, first.choices[0].message, { role: 'user', content: followUp }]);
    assert.ok(second.usage.prompt_tokens > first.usage.prompt_tokens + first.usage.completion_tokens);
  },
  tools: () => callAndAnswer(functions.slice(0, 1)),
  parallelTools: () => callAndAnswer(functions),
  vision: () => ask([{
    role: 'user',
    content: [{ type: 'text', text: question }, { type: 'image_url', image_url: { url: `data:image/png;base64,${image}` } }],
  }]).then(() => undefined),
  jsonSchema: async () => {
    const answer = await client.chat.completions.parse({
      model: fast, messages: asked, response_format: { type: 'json_schema', json_schema: { name: 'trip', strict: true, schema } },
    });
    assert.ok(fits(JSON.parse(answer.choices[0].message.content)));
  },
  usage: async () => {
    const whole = (await ask(asked)).usage;
    let streamed;
    for await (const chunk of await ask(asked, { stream: true, stream_options: { include_usage: true } })) {
      streamed = chunk.usage ?? streamed;
    }

    assert.deepEqual([streamed.prompt_tokens, streamed.completion_tokens], [whole.prompt_tokens, whole.completion_tokens]);
    return { input: whole.prompt_tokens, output: whole.completion_tokens };
  },
  error: async () => {
    const unknown = await failure(() => ask(asked, { model: nobody }));
    assert.ok(unknown instanceof OpenAI.NotFoundError, String(unknown));
    assert.match(unknown.message, /no model 'nobody'/);
    const stranger = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'sk-wrong', maxRetries: 0 });
    assert.ok(await failure(() => stranger.models.list()) instanceof OpenAI.AuthenticationError);
  },
  abort: async () => {
    for await (const chunk of await ask(asked, { model: slow, stream: true })) {
      if (chunk.choices[0]?.delta.content) {
        break;
      }
    }
    await engineStopped();
  },
  responses: async () => {
    const whole = await client.responses.create({ model: fast, input: question });
    assert.ok(whole.output_text.length > 0);
    let text = '', last = -1;
    for await (const event of await client.responses.create({ model: fast, input: question, stream: true })) {
      assert.equal(event.sequence_number, last + 1);
      last = event.sequence_number;
      text += event.type === 'response.output_text.delta' ? event.delta : '';
    }

    assert.equal(text, whole.output_text);
    const offered = tools.map(({ name, description, schema }) => ({ type: 'function', name, description, parameters: schema, strict: true }));
    const called = await client.responses.create({ model: fast, input: question, tools: offered });
    const calls = called.output.filter(item => item.type === 'function_call');
    assert.deepEqual(calls.map(call => call.name), ['forecast', 'trains']);
    const results = calls.map(call => ({ type: 'function_call_output', call_id: call.call_id, output: 'sunny' }));
    const answer = await client.responses.create({
      model: fast, input: [{ role: 'user', content: question }, ...called.output, ...results], tools: offered,
    });
    assert.ok(answer.output_text.length > 0);
  },
});
