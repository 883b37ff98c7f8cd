using System.Text.Json;
using System.Text.Json.Serialization;
using Peyk.Local.Simulator.Email;
using Peyk.Local.Simulator.Pages;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Local.Simulator.Sms;
using Peyk.Local.Simulator.Webhooks;

namespace Peyk.Local.Simulator;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SimulatedMessage))]
[JsonSerializable(typeof(IReadOnlyList<SimulatedMessage>))]
[JsonSerializable(typeof(SimulatedMail))]
[JsonSerializable(typeof(IReadOnlyList<SimulatedMail>))]
[JsonSerializable(typeof(SimulatedMailSummary))]
[JsonSerializable(typeof(IReadOnlyList<SimulatedMailSummary>))]
[JsonSerializable(typeof(IReadOnlyList<PostedWebhook>))]
[JsonSerializable(typeof(SimulatorStatus))]
[JsonSerializable(typeof(FaultSettings))]
[JsonSerializable(typeof(PhoneReply))]
[JsonSerializable(typeof(IReadOnlyList<ScenarioRow>))]
[JsonSerializable(typeof(TwilioError))]
[JsonSerializable(typeof(TwilioMessage))]
[JsonSerializable(typeof(TwilioMessagePage))]
[JsonSerializable(typeof(MailErrors))]
[JsonSerializable(typeof(IReadOnlyList<IssueFigures>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
