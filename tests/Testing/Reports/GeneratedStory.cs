using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;

namespace Peyk.Testing.Reports;

/// <summary>What happened to one notification, entry by entry, and the deliveries as its head has them in the end.</summary>
internal sealed class GeneratedStory(string partition, Guid id, DateTimeOffset at, Random random)
{
    public string Partition => partition;

    public List<TableEntity> Entries { get; } = [];

    public List<JsonNode> Deliveries { get; } = [];

    public Delivery Begin(int number, string channel, string name) => new(this, number, channel, name);

    /// <summary>One delivery; every method is a step that goes into the log.</summary>
    internal sealed class Delivery
    {
        private readonly GeneratedStory _story;
        private readonly string _channel;
        private readonly JsonObject _head;
        private readonly int _number;
        private JsonObject? _attempt;
        private string _status = "";

        public Delivery(GeneratedStory story, int number, string channel, string name)
        {
            (_story, _number, _channel) = (story, number, channel);
            _head = new() { ["number"] = number, ["channel"] = channel, ["attempts"] = new JsonArray() };
            story.Deliveries.Add(_head);
            Say(name, name == "scheduled" ? "scheduled" : "accepted", mean: number == 1 ? 0 : 60_000);
        }

        public Delivery PutOff(string status) => Say(status, status, mean: 50);

        public Delivery Claim()
        {
            var attempts = _head["attempts"]!.AsArray();
            _attempt = new() { ["number"] = attempts.Count + 1, ["claimedAt"] = Written(_story.Now), ["outcome"] = "claimed" };
            attempts.Add(_attempt);
            return Say("sending", "sending", mean: _status is "held" or "scheduled" ? 20_000_000 : 300);
        }

        public Delivery Sent()
        {
            Take();
            return Say("sent", "sent", mean: 200);
        }

        public Delivery Delivered() => Say("delivered", "delivered", mean: _story.Random.Next(10) == 0 ? 900_000 : 6_000);

        public Delivery DeliveredUnheard()
        {
            Take();
            return Say("delivered", "delivered", mean: 900).Say("provider-id", "delivered", mean: 30);
        }

        public Delivery Refused(string reason) => Say("failed", "failed", mean: 200, reason);

        public Delivery Failed(string reason) => Say("failed", "failed", mean: 30_000, reason);

        public Delivery NotTaken() => Say("retry", "accepted", mean: 200, code: "429");

        public Delivery Bounced() => Say("failed", "failed", mean: 3_000_000, "bounced", corrects: "delivered");

        public Delivery Ended(string status, string reason) => Say(status, status, mean: 400, reason);

        public Delivery NoReceipt(bool isLate)
        {
            Say("expired", "expired", mean: 259_200_000, "no_receipt");
            return isLate ? Say("delivered", "delivered", mean: 7_200_000, corrects: "expired") : this;
        }

        /// <summary>The provider took it: it has an id, and mostly a price.</summary>
        private void Take()
        {
            _attempt!["outcome"] = "taken";
            _attempt["providerId"] = $"P{_story.Random.Next()}";
            var units = _channel == "sms" ? _story.Random.Next(1, 5) : 1;
            _attempt["charge"] = _story.Random.Next(12) switch
            {
                0 => null,
                1 => new JsonObject { ["units"] = units },
                2 => new JsonObject { ["units"] = units, ["amount"] = 0.0071m * units, ["currency"] = "EUR", ["isProviders"] = true },
                _ => new JsonObject { ["units"] = units, ["amount"] = (_channel == "sms" ? 0.08m : 0.0009m) * units, ["currency"] = "USD" },
            };
        }

        private Delivery Say(string name, string status, int mean, string? reason = null, string? corrects = null, string? code = null)
        {
            _story.Now = _story.Now.AddMilliseconds(Math.Floor(-Math.Log(1 - _story.Random.NextDouble()) * mean));
            _status = status;
            _head["status"] = status;
            _head["at"] = Written(_story.Now);
            _head["reason"] = reason;
            if (name == "sent")
                _head["sentAt"] = Written(_story.Now);
            _story.Entries.Add(new(_story.Partition, $"{_story.Id:D}|{_story.Entries.Count + 1:D6}")
            {
                ["At"] = _story.Now,
                ["Event"] = name,
                ["Delivery"] = _number,
                ["Attempt"] = (int?)_attempt?["number"],
                ["Channel"] = _channel,
                ["Status"] = status,
                ["Reason"] = reason,
                ["Code"] = code,
                ["Corrects"] = corrects,
            });
            return this;
        }

        private static string Written(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
    }

    private Guid Id => id;

    private Random Random => random;

    private DateTimeOffset Now { get; set; } = at;
}
