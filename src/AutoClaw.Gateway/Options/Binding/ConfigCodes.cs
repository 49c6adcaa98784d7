namespace AutoClaw.Gateway.Options.Binding;

/// <summary>Every problem that a configuration file can have. Append only: an id is never used for something else.</summary>
internal static class ConfigCodes
{
    public static readonly ConfigCode FileUnreadable = Error("AC1000", "file_unreadable",
        "The file does not exist, may not be read, or is not UTF-8 text.", "Check the path and the permissions, and save it as UTF-8.");

    public static readonly ConfigCode UnknownKey = Error("AC1001", "unknown_key",
        "No such key exists at this place.", "Correct the spelling, or move it to the section that it belongs to.");

    public static readonly ConfigCode MissingKey = Error("AC1002", "missing_key",
        "A key that must be given is not there.", "Add it.");

    public static readonly ConfigCode DuplicateKey = Error("AC1003", "duplicate_key",
        "A key is given twice in one mapping.", "Keep one of the two.");

    public static readonly ConfigCode WrongType = Error("AC1004", "wrong_type",
        "The value is of another type than the key takes.", "Write the type that the message names.");

    public static readonly ConfigCode EmptyValue = Error("AC1005", "empty_value",
        "A key is there and has no value.", "Give it a value, or remove the key to get the default.");

    public static readonly ConfigCode YamlSyntax = Error("AC1006", "yaml_syntax",
        "The text is not YAML; what follows in the file was not read.", "Look at the indentation, the quotes and the brackets at and above this place.");

    public static readonly ConfigCode UnsupportedYaml = Error("AC1007", "unsupported_yaml",
        "A YAML feature that a configuration does not need: several documents, tags, an alias without its anchor.", "Write the value out.");

    public static readonly ConfigCode TooLarge = Error("AC1008", "too_large",
        "The file is larger than 1 MiB, nested deeper than 32 levels, or has more than 50,000 values.", "Make it smaller.");

    public static readonly ConfigCode UnsetVariable = Error("AC1009", "unset_variable",
        "${VAR} names an environment variable that is not set.", "Set it, or give a default: ${VAR:-default}.");

    public static readonly ConfigCode MalformedVariable = Error("AC1010", "malformed_variable",
        "${ is not followed by a variable's name and }.", "Write ${VAR} or ${VAR:-default}; $${ stands for a literal ${.");

    public static readonly ConfigCode InvalidUrl = Error("AC1101", "invalid_url",
        "The value is not an absolute http or https URL of the kind that the key takes.", "Write it like http://127.0.0.1:11434/v1.");

    public static readonly ConfigCode InvalidDuration = Error("AC1102", "invalid_duration",
        "The value is not a duration.", "Write a number and a unit: 500ms, 5s, 2m, 1h, 7d.");

    public static readonly ConfigCode OutOfRange = Error("AC1103", "out_of_range",
        "The value is outside of the range that the key takes.", "Choose a value inside of the range.");

    public static readonly ConfigCode UnknownValue = Error("AC1104", "unknown_value",
        "The value is not one of those that the key takes.", "Choose one of those that the message lists.");

    public static readonly ConfigCode InvalidName = Error("AC1105", "invalid_name",
        "The name of an engine, a route, a key or a header has characters that it may not have.", "Use letters, digits and - _ . and begin with a letter or digit.");

    public static readonly ConfigCode InvalidHash = Error("AC1106", "invalid_hash",
        "The value is not sha256: and 64 lower-case hex digits.", "Let `autoclaw init` make the key and its hash.");

    public static readonly ConfigCode FileNotFound = Error("AC1107", "file_not_found",
        "A file that the configuration names is not there.", "Correct the path; relative ones start at the configuration file's folder.");

    public static readonly ConfigCode UnknownEngine = Error("AC1201", "unknown_engine",
        "A route names an engine that is not in `engines`.", "Correct the spelling, or add the engine.");

    public static readonly ConfigCode DuplicateEngine = Error("AC1202", "duplicate_engine",
        "Two engines have one id (case does not count).", "Rename one of them.");

    public static readonly ConfigCode DuplicateRoute = Error("AC1203", "duplicate_route",
        "Two routes have one name (case does not count).", "Rename one of them.");

    public static readonly ConfigCode NoEngines = Error("AC1204", "no_engines",
        "There is no engine at all, or a route has none.", "Name at least one engine.");

    public static readonly ConfigCode RepeatedEngine = Error("AC1205", "repeated_engine",
        "A route names one engine twice.", "Name it once: the order is the order of preference.");

    public static readonly ConfigCode ConflictingAim = Error("AC1206", "conflicting_aim",
        "An aim has more than one of cloud_share, quality, budget and threshold.", "Keep the one that you want the router to hold.");

    public static readonly ConfigCode SimulatorConflict = Error("AC1207", "simulator_conflict",
        "A simulator has a key of a real engine (base_url, api_key, headers), or a real engine has `simulator`.", "Remove the key, or change `kind`.");

    public static readonly ConfigCode NameClash = Error("AC1208", "name_clash",
        "One name is both a route and an engine, or an engine is called like a route that is always there (`auto`).", "Rename one: clients choose both by `model`.");

    public static readonly ConfigCode ReservedName = Error("AC1209", "reserved_name",
        "`local` and `cloud` mean any engine of that place; a route may not be called so, an engine only if it is of that place.", "Choose another name.");

    public static readonly ConfigCode DuplicateKeyId = Error("AC1210", "duplicate_key_id",
        "Two client keys have one id.", "Remove one, or make a new key.");

    public static readonly ConfigCode LocalPlaceAtVendor = Error("AC1211", "local_place_at_vendor",
        "An engine is declared `local` and its URL is a cloud vendor's: what must stay home would leave.", "Write `place: cloud`.");

    public static readonly ConfigCode ConflictingBand = Error("AC1212", "conflicting_band",
        "A route's verify has both band and from or to, or its from is more than its to.", "Keep the distance to the threshold, or the two scores.");

    public static readonly ConfigCode SecondAnswer = Error("AC1213", "second_answer",
        "A verify's agree must have a local engine or `resample: true`, one of the two.", "Name a local engine, or ask the same one again.");

    public static readonly ConfigCode NoCheck = Error("AC1214", "no_check",
        "A route's verify has every check switched off.", "Switch one on, or remove verify.");

    public static readonly ConfigCode UnpricedBudget = Error("AC1215", "unpriced_budget",
        "A route has a budget and one of its cloud engines no price: what it costs could not be counted.", "Give the engine a `price`, or its model a row in `price_file`.");

    public static readonly ConfigCode LlamaServerConflict = Error("AC1216", "llama_server_conflict",
        "A llama-server that the gateway starts has a key of an engine that runs by itself (base_url, api_key, headers) or place: cloud, or another engine has `llama_server`.", "Remove the key, or change `kind`.");

    public static readonly ConfigCode CostConflict = Error("AC1217", "cost_conflict",
        "An engine has `cost` and is not local, or has `price` as well: its tokens or its time are paid for, not both. Or its power is to be measured and it runs on another machine.", "Keep `price` for what is billed by the token, `cost` for your own hardware.");

    public static readonly ConfigCode SpillConflict = Error("AC1218", "spill_conflict",
        "A route has spill and an aim of cloud_share: 0: the one sends requests to the cloud, the other keeps all of them local.", "Remove spill, or allow a share.");

    public static readonly ConfigCode AzureConflict = Error("AC1219", "azure_conflict",
        "An engine that is not Azure's has `deployment` or `api_version`, or the `base_url` of one that is has a deployment in it, or its `api_version` is too old for what is sent.", "Remove the key, or change `kind`; write the resource's address alone.");

    public static readonly ConfigCode ApiKeyConflict = Error("AC1220", "api_key_conflict",
        "An engine has both `api_key` and `api_keys`.", "Keep one of them.");

    public static readonly ConfigCode TlsConflict = Error("AC1221", "tls_conflict",
        "An address to listen on is `https` without a certificate, or there is a certificate and the address is `http`.", "Write both, or neither.");

    public static readonly ConfigCode AdminExposed = Error("AC1222", "admin_exposed",
        "The administrators' listener can be reached from other machines and lacks keys or TLS, or lets in who has no key.", "Give it keys and `tls`, or listen on 127.0.0.1. `admin.allow_exposed_without_tls` is for a network where something else encrypts; there is no key that does without keys.");

    public static readonly ConfigCode AdminWithoutKeys = Error("AC1223", "admin_without_keys",
        "The administrators' listener has no keys.", "Let `autoclaw keys new --admin` make one, or set `admin.allow_anonymous_loopback`, which lets this machine look.");

    public static readonly ConfigCode PrivateCloud = Error("AC1230", "private_cloud",
        "A cloud engine's `base_url` is an address that no cloud has (loopback, private, link-local), or a local engine has `private_network`.", "Write `place: local` for your own hardware, `private_network: true` for a cloud's endpoint in a private network.");

    public static readonly ConfigCode PublicLocal = Error("AC1231", "public_local",
        "A local engine's `base_url` is a public address that is not in its `own_networks`, or a cloud engine has `own_networks`.", "Add the address to `own_networks` if it is yours; write `place: cloud` for somebody else's.");

    public static readonly ConfigCode ProfileConflict = Error("AC1232", "profile_conflict",
        "A key says what one of `privacy.profiles` forbids, or lacks what it demands.", "Do what the message says, or leave the profile out.");

    public static readonly ConfigCode ReaderNotLocal = Error("AC1233", "reader_not_local",
        "`privacy.reader` is a cloud engine, which would have what it is to keep from leaving, or nothing is looked for.", "Name a local engine; write `scan: true`, or name types in `actions`.");

    public static readonly ConfigCode CloudWithoutApiKey = Warning("AC1301", "cloud_without_api_key",
        "A cloud engine has no api_key; most vendors answer 401 then.", "Add api_key: \"${OPENAI_API_KEY}\" or the like.");

    public static readonly ConfigCode NoClientKeys = Warning("AC1302", "no_client_keys",
        "There are no client keys and anonymous loopback is off: only this machine's own key gets in.", "Let `autoclaw init` make a key, or set auth.allow_anonymous_loopback.");

    public static readonly ConfigCode AnonymousBehindProxy = Warning("AC1303", "anonymous_behind_proxy",
        "Loopback clients need no key while the endpoint listens beyond loopback; a proxy on this machine makes everybody a loopback client.", "Turn allow_anonymous_loopback off, or listen on 127.0.0.1.");

    public static readonly ConfigCode ApiKeyInClear = Warning("AC1304", "api_key_in_clear",
        "An api_key travels over http:// to another machine, where anybody on the way can read it.", "Use https://.");

    public static readonly ConfigCode AimWithoutChoice = Warning("AC1305", "aim_without_choice",
        "A route has an aim and all of its engines are of one place, so that there is nothing to choose.", "Add an engine of the other place, or remove the aim.");

    public static readonly ConfigCode VerifyWithoutChoice = Warning("AC1306", "verify_without_choice",
        "A route has verify and all of its engines are of one place, so that nothing is ever checked.", "Add an engine of the other place, or remove verify.");

    public static readonly ConfigCode ShadowWithoutChoice = Warning("AC1307", "shadow_without_choice",
        "A route has a shadow and all of its engines are of one place, so that nothing is copied.", "Add an engine of the other place, or remove the shadow.");

    public static readonly ConfigCode SpillWithoutChoice = Warning("AC1308", "spill_without_choice",
        "A route has spill and all of its engines are of one place, so that there is nothing to spill to.", "Add an engine of the other place, or remove spill.");

    public static readonly ConfigCode SpillWithoutLoad = Warning("AC1309", "spill_without_load",
        "A route has spill and a local engine of it has neither a queue nor a kind that reports its load: it never seems busy, so that nothing is ever spilled.", "Give the engine a `queue`, or write its `kind` where it is vllm, sglang, tgi or llama.cpp.");

    public static readonly ConfigCode HedgeWithoutPool = Warning("AC1310", "hedge_without_pool",
        "A route has hedge and no two local engines of it have the same model, so that there is no second one to ask.", "Add a local engine with the same model, or remove hedge.");

    public static readonly IReadOnlyList<ConfigCode> All =
    [
        FileUnreadable, UnknownKey, MissingKey, DuplicateKey, WrongType, EmptyValue, YamlSyntax, UnsupportedYaml, TooLarge, UnsetVariable,
        MalformedVariable, InvalidUrl, InvalidDuration, OutOfRange, UnknownValue, InvalidName, InvalidHash, FileNotFound, UnknownEngine,
        DuplicateEngine, DuplicateRoute, NoEngines, RepeatedEngine, ConflictingAim, SimulatorConflict, NameClash, ReservedName,
        DuplicateKeyId, LocalPlaceAtVendor, ConflictingBand, SecondAnswer, NoCheck, UnpricedBudget, LlamaServerConflict, CostConflict, SpillConflict, AzureConflict, ApiKeyConflict, TlsConflict, AdminExposed, AdminWithoutKeys, PrivateCloud, PublicLocal, ProfileConflict, ReaderNotLocal, CloudWithoutApiKey, NoClientKeys, AnonymousBehindProxy, ApiKeyInClear, AimWithoutChoice, VerifyWithoutChoice, ShadowWithoutChoice, SpillWithoutChoice,
        SpillWithoutLoad, HedgeWithoutPool,
    ];

    private static ConfigCode Error(string id, string name, string meaning, string remedy) =>
        new(id, name, ConfigSeverity.Error, meaning, remedy);

    private static ConfigCode Warning(string id, string name, string meaning, string remedy) =>
        new(id, name, ConfigSeverity.Warning, meaning, remedy);
}
