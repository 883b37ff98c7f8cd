using Microsoft.Extensions.DependencyInjection;
using Peyk.Core.Deliveries;
using Peyk.Core.Surveys;
using Peyk.Functions.Contacts;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>Export and erasure of a person who was asked.</summary>
public sealed class FeedbackPersonsTests(FeedbackHost host) : IClassFixture<FeedbackHost>
{
    private const string Words = "Nobody picked up the telephone.";

    private FeedbackPersons Persons => host.Host.Services.GetServices<IPersonalData>().OfType<FeedbackPersons>().Single();

    [Fact]
    public async Task The_export_shows_what_was_asked_and_answered()
    {
        var email = host.NewEmail();
        var (id, _) = await AnsweredAsync(email);

        var export = (await Persons.ExportAsync(Subject(email), default))!.AsArray().ShouldHaveSingleItem()!;

        ((string?)export["id"], (string?)export["client"], (string?)export["person"]!["email"]).ShouldBe((id, "test", email));
        export["answers"]!.AsArray().Select(a => (string?)a!["comment"]).ShouldContain(Words);
        (await Persons.ExportAsync(Subject("nobody@example.org"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task An_erasure_leaves_the_scores_and_nobody_to_whom_they_belong()
    {
        var email = host.NewEmail();
        var (id, page) = await AnsweredAsync(email);
        var subject = Subject(email);

        var first = await Persons.EraseAsync(subject, default);
        var second = await Persons.EraseAsync(subject, default);

        (first, second).ShouldBe((new ErasedPart(1), new ErasedPart(0)));
        var answers = (await host.FindAsync(id))["answers"]!.AsArray();
        answers.Select(a => ((int?)a!["score"], (string?)a["comment"])).ShouldBe([(2, null), (null, null)]);
        var row = (await host.RowsAsync(Tables.FeedbackRequests)).Single(r => r.RowKey == id);
        row.Keys.ShouldNotContain("Body");
        row.Select(column => column.Value).ShouldNotContain(subject.Addresses[0].Hash);
        (await host.Host.Get<AskingPace>().FindAsync(subject.Addresses[0].Hash, default)).ShouldBeNull();
        using var citizen = host.Citizen();
        (await citizen.GetStringAsync(page)).ShouldNotContain("<form");
    }

    [Fact]
    public async Task An_erased_person_is_not_reminded()
    {
        var email = host.NewEmail();
        var (id, _) = await host.AskAsync(FeedbackHost.Request(email));
        var request = (await host.Host.Get<FeedbackStore>().FindAsync(Guid.Parse(id), default))!;
        var reminder = await ReminderAsync(request.RemindAt!.Value);

        await Persons.EraseAsync(Subject(email), default);

        ((string?)(await host.Api.NotificationAsync(reminder))["status"]).ShouldBe("cancelled");
        ((string?)(await host.FindAsync(id))["state"]).ShouldBe("closed");
    }

    [Theory]
    [InlineData("A Sister", 0)]
    [InlineData("Somebody", 1)]
    public async Task A_shared_address_is_erased_only_where_the_name_agrees(string name, int expected)
    {
        var email = host.NewEmail();
        var request = FeedbackHost.Request(email);
        request["to"]!["name"] = name;
        await host.AskAsync(request);
        var subject = Subject(email, isShared: true);

        (await Persons.EraseAsync(subject, default)).Count.ShouldBe(expected);

        (await host.Host.Get<AskingPace>().FindAsync(subject.Addresses[0].Hash, default) is null).ShouldBe(expected == 1);
    }

    [Fact]
    public async Task An_answer_that_comes_while_the_person_is_erased_leaves_no_words()
    {
        var email = host.NewEmail();
        var (id, _) = await host.AskAsync(FeedbackHost.Request(email));
        var answers = host.Host.Get<FeedbackAnswers>();
        var read = (await answers.FindAsync(Guid.Parse(id), default))!;

        await Persons.EraseAsync(Subject(email), default);
        var now = await answers.RecordAsync(
            read, new Dictionary<string, Answer> { ["satisfaction"] = new(1), ["trouble"] = new(null, Words) }, AnswerChannel.Web, host.Clock.GetUtcNow(), AnswerFlags.None, default);

        now.Request.Person.ShouldBeNull();
        (await host.FindAsync(id))["answers"]!.AsArray().ShouldAllBe(a => a!["comment"] == null);
    }

    private async Task<(string Id, Uri Page)> AnsweredAsync(string email)
    {
        var asked = await host.AskAsync(FeedbackHost.Request(email));
        await host.AnswerAsync(asked.Page, ("part", "0"), ("item-satisfaction", "2"));
        await host.AnswerAsync(asked.Page, ("part", "1"), ("item-trouble", Words));
        return asked;
    }

    /// <summary>The notification that reminds: the one that is to be sent at a moment.</summary>
    private async Task<string> ReminderAsync(DateTimeOffset at)
    {
        var rows = await host.RowsAsync(Tables.Notifications);
        return rows.Single(r => r.RowKey.StartsWith("o|", StringComparison.Ordinal) && r.GetDateTimeOffset("Due") == at).RowKey.Split('|')[1];
    }

    private DataSubject Subject(string email, bool isShared = false) => new(
        Guid.CreateVersion7(), IsTest: false,
        [new(Channel.Email, email, host.Host.Get<AddressHashes>().Of(Channel.Email, email, isTest: false), isShared)], ["Somebody"],
        host.Clock.GetUtcNow());
}
