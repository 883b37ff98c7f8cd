using System.Text.Json.Serialization;

namespace Peyk.Functions.StatusUpdates;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class DataJson : JsonSerializerContext;
