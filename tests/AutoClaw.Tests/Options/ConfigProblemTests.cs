using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Tests.Options;

/// <summary>Every code with its exact place, message and hint. Places are counted in the text as it stands in the row.</summary>
public sealed class ConfigProblemTests
{
    // Keys and engines that are in order, so that a row shows its own problem alone.
    private const string Auth = "auth: {allow_anonymous_loopback: true}\n";
    private const string Engines = "engines:\n  a: {kind: simulator, place: local, model: m}\n  b: {kind: simulator, place: cloud, model: m}\n";
    private const string Open = "engines: {a: {place: local, model: m, base_url: http://127.0.0.1:1/v1, ";

    /// <summary>Code, text, and the problem as <c>line:column name: message | hint</c>.</summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { "AC1001", Auth + Engines + "lisen: http://127.0.0.1:1\n", "5:1 unknown_key: unknown key lisen | did you mean listen?" },
        { "AC1001", Auth + "engines:\n  a: {place: local, model: m, baseurl: http://127.0.0.1:1/v1}\n", "3:31 unknown_key: unknown key baseurl in engines.a | did you mean base_url?" },
        { "AC1001", Auth + Engines + "zzzzzzzzzzzz: 1\n", "5:1 unknown_key: unknown key zzzzzzzzzzzz | known here: listen, tls, allowed_hosts, auth, admin, engines, routes, privacy, router, learning, ledger, responses, limits, local_memory, price_file" },
        { "AC1001", Auth + Engines + "routes: {auto: {engines: [a, b], cloud_share: 0.5}}\n", "5:34 unknown_key: unknown key cloud_share in routes.auto | it belongs to routes.<name>.aim" },
        { "AC1001", Auth + Engines + "base_url: http://127.0.0.1:1\n", "5:1 unknown_key: unknown key base_url | it belongs to engines.<id>" },
        { "AC1001", Auth + Engines + "\"a key with spaces that could be anything\": 1\n", "5:1 unknown_key: unknown key | known here: listen, tls, allowed_hosts, auth, admin, engines, routes, privacy, router, learning, ledger, responses, limits, local_memory, price_file" },
        { "AC1002", Auth, "1:1 missing_key: the file has no engines | engines: mapping by id" },
        { "AC1002", Auth + "engines:\n  a:\n    place: local\n    base_url: http://127.0.0.1:1/v1\n", "4:5 missing_key: engines.a has no model | model: text" },
        { "AC1002", Auth + "engines:\n  a: {place: local, model: m}\n", "3:3 missing_key: engines.a has no base_url | for example base_url: http://127.0.0.1:11434/v1" },
        { "AC1002", Auth + "engines:\n  a: {model: m, base_url: http://127.0.0.1:1/v1}\n", "3:3 missing_key: engines.a has no place | place: `local` or `cloud`" },
        { "AC1002", Engines + "auth: {keys: [{id: k1}]}\n", "4:15 missing_key: auth.keys[0] has no hash | hash: sha256: and 64 lower-case hex digits" },
        { "AC1003", Auth + Engines + "listen: http://127.0.0.1:1\nlisten: http://127.0.0.1:2\n", "6:1 duplicate_key: listen is given twice | keep one of the two" },
        { "AC1003", Auth + Open + "headers: {X-A: b, x-a: c}}}\n", "2:90 duplicate_key: the header x-a is given twice | " },
        { "AC1004", Auth + Engines + "limits: {max_body_bytes: large}\n", "5:26 wrong_type: max_body_bytes takes a whole number, 1024 to 1073741824 | " },
        { "AC1004", Auth + Engines + "limits: {max_body_bytes: \"4096\"}\n", "5:26 wrong_type: max_body_bytes takes a whole number, 1024 to 1073741824 | remove the quotes" },
        { "AC1004", Auth + Engines + "limits: {max_body_bytes: 4096.5}\n", "5:26 wrong_type: max_body_bytes takes a whole number, 1024 to 1073741824 | remove the fraction" },
        { "AC1004", Auth + Engines + "limits: {max_body_bytes: [1]}\n", "5:26 wrong_type: max_body_bytes takes whole number, 1024 to 1073741824, not a list | " },
        { "AC1004", Auth + Engines + "allowed_hosts: [\"http://llm.example\"]\n", "5:17 wrong_type: allowed_hosts[0] is not host name without a port | " },
        { "AC1004", Auth + Engines + "allowed_hosts: llm.example\n", "5:16 wrong_type: allowed_hosts takes a list | write [a, b] or one '- item' a line" },
        { "AC1004", Auth + Engines + "limits: 4096\n", "5:9 wrong_type: limits takes a mapping of keys | its keys are max_body_bytes, max_messages, max_tools, max_concurrent, max_connections, head_timeout, body_timeout, drain" },
        { "AC1004", "auth: {allow_anonymous_loopback: yes}\n" + Engines, "1:34 wrong_type: allow_anonymous_loopback takes true or false | write true" },
        { "AC1004", Auth + Engines + "routes: {auto: {engines: a}}\n", "5:26 wrong_type: engines takes a list | write [a, b] or one '- item' a line" },
        { "AC1004", Auth + "engines: [a]\n", "2:10 wrong_type: engines takes a mapping by id | " },
        { "AC1004", Auth + "engines:\n  a: {kind: simulator, place: local, model: 4}\n", "3:45 wrong_type: model takes text, not a number or a truth value | put it in quotes" },
        { "AC1004", "- a\n- b\n", "1:1 wrong_type: the file takes a mapping of keys | its keys are listen, tls, allowed_hosts, auth, admin, engines, routes, privacy, router, learning, ledger, responses, limits, local_memory, price_file" },
        { "AC1004", Auth + Engines + "[a, b]: c\n", "5:1 wrong_type: a key must be text, not a list or a mapping | " },
        { "AC1004", Auth + Open + "headers: [a]}}\n", "2:81 wrong_type: headers takes a mapping of header to text | " },
        { "AC1004", Auth + "<<: text\n" + Engines, "2:5 wrong_type: << takes a mapping or a list of mappings | " },
        { "AC1005", Auth + Engines + "listen:\n", "5:8 empty_value: listen has no value | it takes URL to listen on, http or https" },
        { "AC1005", Auth + Engines + "ledger: ~\n", "5:9 empty_value: ledger has no value | its keys are path, fsync, on_failure" },
        { "AC1005", "# nothing\n", "1:1 empty_value: the file is empty | autoclaw init writes one" },
        { "AC1006", Auth + Engines + "listen: \"http\n", "5:9 yaml_syntax: while scanning a quoted scalar, found unexpected end of stream | close the quote" },
        { "AC1006", "engines: {a: [\n", "2:1 yaml_syntax: while parsing a node, did not find expected node content | " },
        { "AC1006", "engines:\n\ta: 1\n", "2:1 yaml_syntax: while scanning a mapping, found invalid tab as indentation | indent with spaces" },
        { "AC1006", "engines:\n  a: b: c\n", "2:7 yaml_syntax: while scanning a plain scalar value, found invalid mapping | check the indentation, and put text with ': ' in quotes" },
        { "AC1006", "limits: {max_body_bytes: ${MAX}}\n", "1:27 yaml_syntax: while parsing a flow mapping, did not find expected ',' or '}' | close the bracket; inside of brackets ${VAR} needs quotes" },
        { "AC1006", "engines: {a: [1, 2\nlisten: 3\n", "1:15 yaml_syntax: what follows is not YAML | a bracket or a quote may be open" },
        { "AC1007", Auth + Engines + "--- \nlisten: http://127.0.0.1:1\n", "5:1 unsupported_yaml: a second YAML document begins here | keep one document a file" },
        { "AC1007", Auth + Engines + "listen: !url http://127.0.0.1:1\n", "5:9 unsupported_yaml: tags are not used here | write the value without it" },
        { "AC1007", Auth + Engines + "x-a: *nowhere\n", "5:6 unsupported_yaml: an alias without its anchor | write the value out" },
        { "AC1008", Auth + Engines + "x-a: " + new string('[', 40) + new string(']', 40) + "\n", "5:38 too_large: nested deeper than 32 levels | " },
        { "AC1009", Auth + Engines + "listen: http://${LISTEN_HOST}:80\n", "5:16 unset_variable: the environment variable LISTEN_HOST is not set | set it, or give a default: ${LISTEN_HOST:-default}" },
        { "AC1010", Auth + Engines + "listen: http://${LISTEN_HOST\n", "5:16 malformed_variable: ${ without its } | write ${VAR}, or $${ for a literal ${" },
        { "AC1010", Auth + Engines + "listen: \"http://${1}\"\n", "5:17 malformed_variable: ${ } does not hold a variable's name | letters, digits and _ only: ${VAR} or ${VAR:-default}" },
        { "AC1010", Auth + Engines + "listen: \"http://${A:-${B}}\"\n", "5:17 malformed_variable: a default cannot hold another variable | give a literal default" },
        { "AC1101", Auth + Engines + "listen: 127.0.0.1:80\n", "5:9 invalid_url: listen is not an absolute http or https URL | begin with http://, like http://127.0.0.1:2529" },
        { "AC1101", Auth + Engines + "listen: http://127.0.0.1:80/v1\n", "5:9 invalid_url: listen must be a host and a port, nothing more | like http://127.0.0.1:2529" },
        { "AC1221", Auth + Engines + "listen: https://127.0.0.1:80\n", "5:9 tls_conflict: listen is https and there is no tls | tls: {certificate: FILE, key: FILE}" },
        { "AC1221", Auth + Engines + "tls: {certificate: /dev/null, key: /dev/null}\n", "5:6 tls_conflict: there is tls and listen is http | write listen: https://…" },
        { "AC1221", Auth + Engines + "admin:\n  listen: https://127.0.0.1:2530\n  allow_anonymous_loopback: true\n", "6:11 tls_conflict: admin.listen is https and there is no admin.tls | admin.tls: {certificate: FILE, key: FILE}" },
        { "AC1222", Auth + Engines + "admin:\n  listen: http://0.0.0.0:2530\n  allow_exposed_without_tls: true\n", "6:11 admin_exposed: the admin listener http://0.0.0.0:2530 can be reached from other machines and has no keys | autoclaw keys new --admin makes one; or listen on 127.0.0.1" },
        { "AC1222", Auth + Engines + "admin:\n  listen: http://0.0.0.0:2530\n  keys: [{id: k, hash: \"" + ConfigText.Hash + "\"}]\n", "6:11 admin_exposed: the admin listener http://0.0.0.0:2530 can be reached from other machines and has no TLS: keys would be sent in clear | write https:// and admin.tls; allow_exposed_without_tls: true where something else encrypts; or listen on 127.0.0.1" },
        { "AC1222", Auth + Engines + "admin:\n  listen: http://10.0.0.1:2530\n  allow_exposed_without_tls: true\n  allow_anonymous_loopback: true\n  keys: [{id: k, hash: \"" + ConfigText.Hash + "\"}]\n", "8:29 admin_exposed: the admin listener http://10.0.0.1:2530 can be reached from other machines: behind a proxy on this machine everybody is a loopback client | turn it off, or listen on 127.0.0.1" },
        { "AC1223", Auth + Engines + "admin: {listen: http://localhost:2530}\n", "5:8 admin_without_keys: the admin listener has no keys, so nobody would get in | autoclaw keys new --admin makes one; allow_anonymous_loopback: true lets this machine look without" },
        { "AC1210", Auth + Engines + "admin: {keys: [{id: k, hash: \"" + ConfigText.Hash + "\"}, {id: k, hash: \"" + ConfigText.Hash + "\"}]}\n", "5:111 duplicate_key_id: the key id k is given twice | " },
        { "AC1101", Auth + "engines: {a: {place: local, model: m, base_url: \"ftp://127.0.0.1/v1\"}}\n", "2:49 invalid_url: base_url is not an absolute http or https URL | like http://127.0.0.1:11434/v1" },
        { "AC1101", Auth + "engines: {a: {place: local, model: m, base_url: \"http://u:p@127.0.0.1/v1\"}}\n", "2:49 invalid_url: base_url may not hold a user or password | use api_key or headers" },
        { "AC1101", Auth + "engines: {a: {place: local, model: m, base_url: \"http://127.0.0.1/v1?k=1\"}}\n", "2:49 invalid_url: base_url may not have a query or fragment | like http://127.0.0.1:11434/v1" },
        { "AC1102", Auth + Open + "idle_timeout: 5}}\n", "2:86 invalid_duration: idle_timeout is not a duration | a number and a unit: 500ms, 5s, 2m, 1h, 7d" },
        { "AC1103", Auth + Open + "idle_timeout: 2h}}\n", "2:86 out_of_range: idle_timeout must be 1ms to 1h | " },
        { "AC1002", Auth + Engines + "routes: {auto: {engines: [a, b], aim: {budget: {usd: 5}}}}\n", "5:48 missing_key: routes.auto.aim.budget has no per | per: `hour` or `day` or `week` or `month`" },
        { "AC1103", Auth + Engines + "routes: {auto: {engines: [a, b], aim: {budget: {usd: 0, per: day}}}}\n", "5:54 out_of_range: usd must be 0.000001 to 1000000 | " },
        { "AC1103", Auth + Engines + "routes: {auto: {engines: [a, b], aim: {quality: 1.01}}}\n", "5:49 out_of_range: quality must be 0 to 1 | " },
        { "AC1103", Auth + Engines + "limits: {max_body_bytes: 99999999999999999999}\n", "5:26 out_of_range: max_body_bytes must be 1024 to 1073741824 | " },
        { "AC1103", Auth + Open + "price: {input: -1, output: 0}}}\n", "2:87 out_of_range: input must be 0 to 1000000 | " },
        { "AC1104", Auth + "engines: {a: {kind: opnai, place: local, model: m}}\n", "2:21 unknown_value: kind takes openai or openai-responses or azure-openai or azure-openai-responses or anthropic or gemini or ollama or vllm or lmstudio or llama-server or llama.cpp or sglang or tgi or simulator | did you mean openai?" },
        { "AC1104", Auth + "engines: {a: {kind: simulator, place: elsewhere, model: m}}\n", "2:39 unknown_value: place takes local or cloud | " },
        { "AC1105", Auth + "engines: {\"a b\": {kind: simulator, place: local, model: m}}\n", "2:11 invalid_name: a id has letters, digits and - _ . only, begins with a letter or digit and has at most 64 | " },
        { "AC1105", Auth + Open + "headers: {\"a b\": c}}}\n", "2:82 invalid_name: name is not a header's name | " },
        { "AC1105", Auth + Open + "headers: {authorization: c}}}\n", "2:82 invalid_name: the header authorization is AutoClaw's own | use api_key" },
        { "AC1105", Engines + "auth: {keys: [{id: k-1, hash: \"" + ConfigText.Hash + "\"}]}\n", "4:20 invalid_name: id is not letters and digits (at most 32) | " },
        { "AC1106", Engines + "auth: {keys: [{id: k1, hash: \"sha256:00\"}]}\n", "4:30 invalid_hash: hash is not sha256: and 64 lower-case hex digits | " },
        { "AC1107", Auth + Engines + "router: {model_file: ./nowhere.bin}\n", "5:22 file_not_found: model_file names a file that is not there | relative paths start at the configuration file's folder" },
        { "AC1201", Auth + "engines: {small: {kind: simulator, place: local, model: m}}\nroutes: {auto: {engines: [smal]}}\n", "3:27 unknown_engine: smal is not in engines | did you mean small?" },
        { "AC1201", Auth + Engines + "routes: {auto: {engines: [a, zzzz]}}\n", "5:30 unknown_engine: zzzz is not in engines | known: a, b" },
        { "AC1202", Auth + Engines + "  a: {kind: simulator, place: local, model: m}\n", "5:3 duplicate_engine: engines has a twice | " },
        { "AC1202", Auth + Engines + "  A: {kind: simulator, place: local, model: m}\n", "5:3 duplicate_engine: engines has a and A, which differ by case alone | " },
        { "AC1203", Auth + Engines + "routes:\n  r: {engines: [a]}\n  r: {engines: [b]}\n", "7:3 duplicate_route: routes has r twice | " },
        { "AC1204", Auth + Engines + "routes: {auto: {engines: []}}\n", "5:26 no_engines: the route auto has no engine | known: a, b" },
        { "AC1204", Auth + "engines: {}\n", "2:10 no_engines: engines has none | add one: kind, place, base_url, model" },
        { "AC1205", Auth + Engines + "routes: {auto: {engines: [a, b, a]}}\n", "5:33 repeated_engine: a is named twice | " },
        { "AC1206", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    aim:\n      cloud_share: 0.5\n      quality: 0.9\n", "10:16 conflicting_aim: the aim has cloud_share and quality; it can hold one | keep one of them" },
        { "AC1207", Auth + "engines:\n  a: {kind: simulator, place: local, model: m, base_url: http://127.0.0.1:1/v1}\n", "3:58 simulator_conflict: a simulator has no base_url | remove it, or write kind: openai" },
        { "AC1207", Auth + Open + "simulator: {ttft: 1s}}}\n", "2:83 simulator_conflict: simulator is for kind: simulator only | remove it, or write kind: simulator" },
        { "AC1208", Auth + Engines + "routes: {a: {engines: [a]}}\n", "5:10 name_clash: a is an engine's id too (line 3) | rename one: clients choose both by model" },
        { "AC1208", Auth + "engines: {auto: {kind: simulator, place: local, model: m}}\n", "2:11 name_clash: auto is the route that is always there | choose another id" },
        { "AC1208", Auth + Engines + "routes: {Auto: {engines: [a]}}\n", "5:10 name_clash: Auto differs from auto by case alone | write auto, or choose another name" },
        { "AC1209", Auth + Engines + "routes: {cloud: {engines: [a]}}\n", "5:10 reserved_name: cloud means any engine of that place | choose another name" },
        { "AC1209", Auth + "engines: {local: {kind: simulator, place: cloud, model: m}}\n", "2:11 reserved_name: an engine called local must have place: local | clients who ask for it rely on the place" },
        { "AC1210", Engines + "auth: {keys: [{id: k, hash: \"" + ConfigText.Hash + "\"}, {id: k, hash: \"" + ConfigText.Hash + "\"}]}\n", "4:110 duplicate_key_id: the key id k is given twice | " },
        { "AC1211", Auth + "engines: {a: {place: local, model: m, base_url: https://api.openai.com/v1}}\n", "2:22 local_place_at_vendor: api.openai.com is a cloud vendor's; what must stay home would leave | write place: cloud" },
        { "AC1216", Auth + Open + "llama_server: {model_file: /dev/null}}}\n", "2:86 llama_server_conflict: llama_server is for kind: llama-server only | remove it, or write kind: llama-server" },
        { "AC1216", Auth + "engines:\n  a: {kind: llama-server, place: cloud, model: m, llama_server: {model_file: /dev/null}}\n", "3:34 llama_server_conflict: a llama-server that the gateway starts is on this machine | write place: local" },
        { "AC1216", Auth + "engines:\n  a: {kind: llama-server, place: local, model: m, api_key: k, llama_server: {model_file: /dev/null}}\n", "3:60 llama_server_conflict: a llama-server that the gateway starts has no api_key | remove it; for one that runs by itself write kind: openai" },
        { "AC1002", Auth + "engines:\n  a: {kind: llama-server, place: local, model: m}\n", "3:3 missing_key: engines.a has no llama_server | for example llama_server: {model_file: model.gguf}" },
        { "AC1002", Auth + "engines:\n  a: {place: local, model: m, base_url: http://127.0.0.1:1/v1, queue: {length: 3}}\n", "3:71 missing_key: engines.a.queue has no slots | as many requests as the engine answers at the same time" },
        { "AC1107", Auth + "engines:\n  a: {kind: llama-server, place: local, model: m, llama_server: {model_file: ./none.gguf}}\n", "3:78 file_not_found: model_file names neither a file nor a pulled model | 'autoclaw models list' shows the pulled ones, 'autoclaw models pull' fetches one" },
        { "AC1215", Auth + Engines + "routes: {r: {engines: [a, b], aim: {budget: {usd: 5, per: day}}}}\n", "5:45 unpriced_budget: the cloud engine b has no price for its model m | price: {input: USD, output: USD} per million tokens" },
        { "AC1217", Auth + "engines:\n  a: {kind: simulator, place: local, model: m, price: {input: 0, output: 0}, cost: {hardware_usd: 1, watts: 1, usd_per_kwh: 1, utilisation: 1}}\n", "3:84 cost_conflict: engines.a has both price and cost | keep one of them" },
        { "AC1217", Auth + "engines:\n  a: {kind: simulator, place: cloud, model: m, cost: {hardware_usd: 1, watts: 1, usd_per_kwh: 1, utilisation: 1}}\n", "3:54 cost_conflict: cost is for engines on your own hardware | price is what a cloud engine has" },
        { "AC1103", Auth + "engines:\n  a: {kind: simulator, place: local, model: m, cost: {hardware_usd: 1, watts: 1, usd_per_kwh: 1, utilisation: 0}}\n", "3:111 out_of_range: utilisation must be 0.001 to 1 | " },
        { "AC1301", Auth + "engines:\n  a: {place: cloud, model: m, base_url: https://example.com/v1}\n", "3:3 cloud_without_api_key: the cloud engine a has no api_key | api_key: \"${OPENAI_API_KEY}\" or the like" },
        { "AC1302", Engines, "1:1 no_client_keys: no client key is named; only this machine's own key gets in | autoclaw init makes one" },
        { "AC1303", Auth + Engines + "listen: http://0.0.0.0:2529\n", "1:34 anonymous_behind_proxy: behind a proxy on this machine everybody is a loopback client | listen on 127.0.0.1, or turn it off" },
        { "AC1304", Auth + "engines: {a: {place: local, model: m, base_url: http://gpu.example/v1, api_key: x}}\n", "2:49 api_key_in_clear: the api_key travels unencrypted to another machine | use https://" },
        { "AC1212", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    verify: {band: 0.1, to: 0.5}\n", "8:20 conflicting_band: verify has band and from or to | keep the distance to the threshold, or the two scores" },
        { "AC1212", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    verify: {from: 0.5, to: 0.1}\n", "8:20 conflicting_band: from is more than to | exchange them" },
        { "AC1213", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    verify: {agree: {similarity: 0.5}}\n", "8:21 second_answer: agree has neither engine nor resample: true | name a local engine, or ask the same one again" },
        { "AC1213", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    verify: {agree: {engine: a, resample: true}}\n", "8:21 second_answer: agree has engine and resample | name a local engine, or ask the same one again" },
        { "AC1213", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    verify: {agree: {engine: b}}\n", "8:30 second_answer: b is a cloud engine: asking it would cost what a kept answer saves | name a local engine, or write resample: true" },
        { "AC1201", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    verify: {agree: {engine: c}}\n", "8:30 unknown_engine: c is not in engines | " },
        { "AC1214", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    verify: {format: false, refusal: false, truncation: false}\n", "8:13 no_check: auto has verify and no check | switch one on, or remove verify" },
        { "AC1305", Auth + Engines + "routes: {r: {engines: [a], aim: {quality: 0.9}}}\n", "5:33 aim_without_choice: all engines of r are local: there is nothing to choose | add an engine of the other place, or remove the aim" },
        { "AC1306", Auth + Engines + "routes: {r: {engines: [a], verify: {band: 0.2}}}\n", "5:36 verify_without_choice: all engines of r are local: nothing is checked | add an engine of the other place, or remove verify" },
        { "AC1307", Auth + Engines + "routes:\n  auto:\n    engines: [a]\n    shadow: {share: 0.1, budget: {usd: 1}}\n", "8:13 shadow_without_choice: all engines of auto are of one place: there is no other to copy to | add an engine of the other place, or remove shadow" },
        { "AC1201", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    shadow: {share: 0.1, budget: {usd: 1}, judge: {engine: zzzz}}\n", "8:60 unknown_engine: zzzz is not in engines | known: a, b" },
        { "AC1104", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    shadow: {share: 0.1, budget: {usd: 1}, judge: exakt}\n", "8:51 unknown_value: judge takes exact or schema | did you mean exact?" },
        { "AC1308", Auth + Engines + "routes:\n  auto:\n    engines: [a]\n    spill: {wait: 2s}\n", "8:12 spill_without_choice: all engines of auto are of one place: there is nothing to spill to | add an engine of the other place, or remove spill" },
        { "AC1217", Auth + "engines:\n  a: {place: local, model: m, base_url: http://10.0.0.1:1/v1, cost: {hardware_usd: 1, watts: 1, power: measured, usd_per_kwh: 1, utilisation: 1}}\n", "3:104 cost_conflict: 10.0.0.1 is another machine: what it draws can't be measured here | write power: configured, and its watts" },
        { "AC1309", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    spill: {wait: 2s}\n", "8:12 spill_without_load: a has no queue and does not tell its load: it never seems busy, so nothing is spilled | give a a queue: {slots: as many requests as it answers at the same time}" },
        { "AC1310", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    hedge: {after: 2s}\n", "8:12 hedge_without_pool: no two local engines of auto have the same model: there is no second one to ask | add a local engine with the same model, or remove hedge" },
        { "AC1218", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    spill: {wait: 2s}\n    aim: {cloud_share: 0}\n", "8:12 spill_conflict: auto has spill and cloud_share: 0, which keeps every request local | remove one of them" },
        { "AC1220", Auth + "engines:\n  a: {place: cloud, model: m, base_url: https://example.com/v1, api_key: k, api_keys: [l, m]}\n", "3:87 api_key_conflict: engines.a has both api_key and api_keys | keep one of them" },
        { "AC1219", Auth + "engines:\n  a: {place: cloud, model: m, base_url: https://example.com/v1, api_key: k, deployment: d}\n", "3:89 azure_conflict: deployment is for kind: azure-openai and azure-openai-responses only | remove it, or change kind" },
        { "AC1219", Auth + "engines:\n  a: {place: cloud, model: m, base_url: https://example.com/v1, api_key: k, api_version: 2024-10-21}\n", "3:90 azure_conflict: api_version is for kind: azure-openai and azure-openai-responses only | remove it, or change kind" },
        { "AC1219", Auth + "engines:\n  a: {kind: azure-openai, place: cloud, model: m, base_url: https://n.openai.azure.com/openai/deployments/d/, api_key: k}\n", "3:61 azure_conflict: base_url has a deployment in it, which AutoClaw adds itself | write https://n.openai.azure.com, and the deployment as model or deployment" },
        { "AC1219", Auth + "engines:\n  a: {kind: azure-openai, place: cloud, model: m, base_url: https://n.openai.azure.com, api_key: k, api_version: 2024-06-01}\n", "3:114 azure_conflict: 2024-06-01 is older than 2024-09-01-preview, the first that takes what is sent | write a newer one, or remove it for the v1 API" },
        { "AC1219", Auth + "engines:\n  a: {kind: azure-openai-responses, place: cloud, model: m, base_url: https://n.openai.azure.com, api_key: k, api_version: 2024-10-21}\n", "3:124 azure_conflict: 2024-10-21 is older than 2025-03-01-preview, the first that takes what is sent | write a newer one, or remove it for the v1 API" },
        { "AC1002", Auth + "engines:\n  a: {kind: azure-openai, place: cloud, model: m, api_key: k}\n", "3:3 missing_key: engines.a has no base_url | for example base_url: http://127.0.0.1:11434/v1" },
        { "AC1004", Auth + "engines:\n  a: {kind: azure-openai, place: cloud, model: m, base_url: https://n.openai.azure.com, api_key: k, api_version: preview}\n", "3:114 wrong_type: api_version is not date like 2024-10-21 or 2025-04-01-preview | " },
        { "AC1230", Auth + "engines: {a: {place: cloud, model: m, base_url: http://10.1.2.3/v1, headers: {x-key: k}}}\n", "2:49 private_cloud: 10.1.2.3 is a private address, which no cloud has | write place: local for your own hardware, or private_network: true for a cloud's private endpoint" },
        { "AC1230", Auth + "engines: {a: {place: cloud, model: m, base_url: http://api.localhost/v1, headers: {x-key: k}}}\n", "2:49 private_cloud: api.localhost is a loopback address, which no cloud has | write place: local for your own hardware, or private_network: true for a cloud's private endpoint" },
        { "AC1230", Auth + "engines: {a: {place: cloud, model: m, base_url: http://0x7f.1/v1, headers: {x-key: k}}}\n", "2:49 private_cloud: 127.0.0.1 is a loopback address, which no cloud has | write place: local for your own hardware, or private_network: true for a cloud's private endpoint" },
        { "AC1230", Auth + "engines: {a: {place: cloud, model: m, base_url: \"http://[::ffff:169.254.169.254]/v1\", headers: {x-key: k}}}\n", "2:49 private_cloud: [::ffff:169.254.169.254] is a link-local address, which no cloud has | write place: local for your own hardware, or private_network: true for a cloud's private endpoint" },
        { "AC1230", Auth + "engines: {a: {kind: ollama, place: cloud, model: m, headers: {x-key: k}}}\n", "2:11 private_cloud: 127.0.0.1 is a loopback address, which no cloud has | write place: local for your own hardware, or private_network: true for a cloud's private endpoint" },
        { "AC1230", Auth + Open + "private_network: true}}\n", "2:89 private_cloud: private_network is for place: cloud; what is local may be in a private network anyway | remove it" },
        { "AC1232", Auth + "privacy: {profiles: [gdpr], label: open}\n" + Open + "region: de, retention: 0s}}\n", "2:36 profile_conflict: gdpr: the label open lets requests go anywhere | leave it out to get the profile's own, or write a stricter one" },
        { "AC1231", Auth + "engines: {a: {kind: openai, place: local, model: m, base_url: http://9.9.9.9/v1}}\n", "2:63 public_local: 9.9.9.9 is a public address, and the engine is local | add it to own_networks if it is yours, or write place: cloud" },
        { "AC1231", Auth + "engines: {a: {place: cloud, model: m, base_url: https://api.example.com/v1, headers: {x-key: k}, own_networks: [203.0.113.0/24]}}\n", "2:112 public_local: own_networks is for place: local | remove it, or write place: local" },
        { "AC1104", Auth + "privacy: {actions: {EMAIL_ADRESS: block}}\n" + Open + "}}\n", "2:21 unknown_value: the scan finds no type of this name | did you mean EMAIL_ADDRESS?" },
        { "AC1104", Auth + "privacy: {actions: {email_address: hide}}\n" + Open + "}}\n", "2:36 unknown_value: email_address takes allow or redact or pseudonymise or route_local or block | " },
        { "AC1104", Auth + Open + "actions: {US_SSN: block}}}\n", "2:90 unknown_value: US_SSN takes allow or redact or pseudonymise or route_local | " },
        { "AC1233", Auth + "privacy: {scan: true, reader: {engine: a}}\nengines: {a: {kind: simulator, place: cloud, model: m}}\n", "2:40 reader_not_local: a is a cloud engine: it would get what must not leave | name a local engine" },
        { "AC1233", Auth + "privacy: {reader: {engine: a}}\nengines: {a: {place: local, kind: openai, model: m, base_url: http://127.0.0.1/v1}}\n", "2:19 reader_not_local: nothing is looked for, so there is nothing to read | write scan: true, or name types in actions" },
        { "AC1201", Auth + "privacy: {scan: true, reader: {engine: b}}\nengines: {a: {place: local, kind: openai, model: m, base_url: http://127.0.0.1/v1}}\n", "2:40 unknown_engine: b is not in engines | " },
        { "AC1003", Auth + "privacy: {actions: {PERSON: redact, person: block}}\n" + Open + "}}\n", "2:37 duplicate_key: PERSON is given twice | " },
        { "AC1004", Auth + "privacy: {actions: [PERSON]}\n" + Open + "}}\n", "2:20 wrong_type: privacy.actions takes a mapping of type to action | " },
        { "AC1104", Auth + "privacy: {label: secret}\n" + Open + "}}\n", "2:18 unknown_value: label is not a privacy label | it takes local_only, no_retention, region:NAME (for example region:eu), several of them with commas between, or open" },
        { "AC1004", Auth + "engines: {a: {kind: openai, place: local, model: m, base_url: http://127.0.0.1/v1, own_networks: [203.0.113.0/33]}}\n", "2:99 wrong_type: own_networks[0] is not a network | write it like 203.0.113.0/24 or 2001:db8::/32" },
        { "AC1004", Auth + Open + "region: \"" + new string('r', 65) + "\"}}\n", "2:80 wrong_type: region is not text of at most 64 characters | " },
        { "AC1005", Auth + Open + "region: \"\"}}\n", "2:80 empty_value: region has no value | it takes text of at most 64 characters" },
        { "AC1102", Auth + Open + "retention: none}}\n", "2:83 invalid_duration: retention is not a duration | a number and a unit: 500ms, 5s, 2m, 1h, 7d" },
        { "AC1102", Auth + Open + "retention: 0}}\n", "2:83 invalid_duration: retention is not a duration | a number and a unit: 500ms, 5s, 2m, 1h, 7d" },
        { "AC1103", Auth + Open + "retention: 36501d}}\n", "2:83 out_of_range: retention must be 0s to 36500d | " },
        { "AC1103", Auth + Open + "uptime: 0.999}}\n", "2:80 out_of_range: uptime must be 50 to 100 | " },
        { "AC1103", Auth + Open + "uptime: 100.1}}\n", "2:80 out_of_range: uptime must be 50 to 100 | " },
        { "AC1004", Auth + Open + "uptime: 99.9%}}\n", "2:80 wrong_type: uptime takes a number, 50 to 100 | " },
        { "AC1002", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    spill: {}\n", "8:12 missing_key: routes.auto.spill has no wait | wait: duration, 1ms to 1h" },
        { "AC1102", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    spill: {wait: soon}\n", "8:19 invalid_duration: wait is not a duration | a number and a unit: 500ms, 5s, 2m, 1h, 7d" },
        { "AC1103", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    spill: {wait: 0s}\n", "8:19 out_of_range: wait must be 1ms to 1h | " },
        { "AC1002", Auth + Engines + "routes:\n  auto:\n    engines: [a, b]\n    shadow: {share: 0.1}\n", "8:13 missing_key: routes.auto.shadow has no budget | budget: mapping" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Parse_OneProblem_IsToldExactly(string code, string text, string expected)
    {
        var result = ConfigText.Parse(text);

        Assert.Equal([expected], ConfigText.Problems(text));
        var problem = Assert.Single(result.Problems);
        Assert.Equal(code, problem.Code.Id);
        Assert.Equal(problem.Code.Severity == ConfigSeverity.Warning, result.Options is not null);
    }

    [Fact]
    public void Rows_Together_CoverEveryCode()
    {
        var covered = Rows.Select(row => row.Data.Item1).ToHashSet();

        // Unreadable files need files: ConfigFileTests.
        Assert.Equal(ConfigCodes.All.Select(code => code.Id).Except(["AC1000"]), covered.Order());
    }

    [Fact]
    public void Codes_All_AreUniqueAndOrdered()
    {
        var ids = ConfigCodes.All.Select(code => code.Id).ToArray();

        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        Assert.Equal(ids.Length, ConfigCodes.All.Select(code => code.Name).Distinct().Count());
    }

    [Fact]
    public void Parse_ManyProblems_TellsAllInOrder()
    {
        const string text = """
            listen: 127.0.0.1
            engines:
              a: {kind: opnai, place: local, model: m}
              b: {place: nowhere, model: m, base_url: x, idle_timeout: 5}
            routes:
              auto: {engines: [a, c], aim: {quality: 2}}
            limit: {}
            """;

        Assert.Equal(
            ["1:9 AC1101", "3:13 AC1104", "4:14 AC1104", "4:43 AC1101", "4:60 AC1102", "6:23 AC1201", "6:42 AC1103", "7:1 AC1001"],
            ConfigText.Parse(text).Errors.Select(problem => $"{problem.At.Line}:{problem.At.Column} {problem.Code.Id}"));
    }

    [Fact]
    public void ToString_OfAProblem_IsWhatEditorsJumpTo() =>
        Assert.Equal(
            "/etc/autoclaw/autoclaw.yaml:2:1: error AC1001 unknown_key: unknown key lisen (did you mean listen?)",
            ConfigText.Parse("engines: {a: {kind: simulator, place: local, model: m}}\nlisen: x\n").Errors.Single().ToString());
}
