using System.Globalization;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>Confirmed subscribers who do not exist, at addresses of <c>example.com</c>, for trials and benchmarks.</summary>
public sealed class SampleSubscriptions(SubscriptionStore subscriptions, AddressHashes hashes, TimeProvider time)
{
    private const int AtOnce = 4;
    private const int Slice = 20_000;

    private static readonly string[] Regions = ["tehran", "isfahan", "fars"];
    private static readonly string[] FirstNames = ["مریم", "Sara", "علی", "John", "زهرا", "Anna"];

    /// <summary>The address of a sample subscriber.</summary>
    public static string AddressOf(int number) => string.Create(CultureInfo.InvariantCulture, $"reader-{number:D7}@example.com");

    /// <summary>Writes so many subscribers, numbered from <paramref name="first"/>; languages in turn, three regions, and the tag <c>sample</c>.</summary>
    /// <exception cref="Azure.RequestFailedException">Some are there already.</exception>
    public async Task WriteAsync(
        string topic, bool isTest, int count, IReadOnlyList<LanguageTag> languages, CancellationToken cancellationToken, int first = 0)
    {
        // In slices, so that a million of them are never in memory at once.
        foreach (var numbers in Enumerable.Range(first, count).Chunk(Slice))
            await subscriptions.AddNewAsync(numbers.Select(number => Make(topic, isTest, number, languages)), AtOnce, cancellationToken);
    }

    private Subscription Make(string topic, bool isTest, int number, IReadOnlyList<LanguageTag> languages)
    {
        var now = time.GetUtcNow();
        var address = AddressOf(number);
        var hash = hashes.Of(Channel.Email, address, isTest);
        var id = SubscriptionRows.NewId(now, hash);
        var content = subscriptions.Seal(id, new(address, FirstNames[number % FirstNames.Length]));
        return new(id, topic, isTest, hash, SubscriptionState.Confirmed, languages[number % languages.Count], content)
        {
            Region = Regions[number % Regions.Length],
            Tags = ["sample"],
            Changes = [new(SubscriptionState.Confirmed, now, SubscriptionWay.Import)],
        };
    }
}
