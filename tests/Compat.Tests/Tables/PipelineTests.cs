using System.Net;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Peyk.Compat.Tests.Tables;

public sealed class PipelineTests
{
    private static readonly Func<HttpResponseMessage> Busy = () => ScriptedTransport.Failure(HttpStatusCode.ServiceUnavailable, "ServerBusy");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_busy_service_is_asked_again_with_a_fresh_signature()
    {
        using var transport = new ScriptedTransport(Busy, Busy, ScriptedTransport.NoContent);

        await Table(transport.Options).AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, Cancellation);

        transport.Requests.Count.ShouldBe(3);
        transport.Requests.ShouldAllBe(request => request.Headers.ContainsKey("Authorization"));
        transport.Requests.Select(request => request.Body).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again()
    {
        using var transport = new ScriptedTransport(() => throw new HttpRequestException("reset"), ScriptedTransport.NoContent);

        await Table(transport.Options).UpsertEntityAsync(new TableEntity("p", "r"), cancellationToken: Cancellation);

        transport.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Retries_end_as_the_options_say()
    {
        using var transport = new ScriptedTransport(Busy, Busy);
        var options = transport.Options;
        options.Retry.MaxRetries = 1;

        var failed = await Should.ThrowAsync<RequestFailedException>(
            () => Table(options).UpsertEntityAsync(new TableEntity("p", "r"), cancellationToken: Cancellation));

        transport.Requests.Count.ShouldBe(2);
        failed.Status.ShouldBe(503);
        failed.ErrorCode.ShouldBe("ServerBusy");
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again()
    {
        using var transport = new ScriptedTransport(() => ScriptedTransport.Failure(HttpStatusCode.PreconditionFailed, "UpdateConditionNotSatisfied"));

        var failed = await Should.ThrowAsync<RequestFailedException>(
            () => Table(transport.Options).UpdateEntityAsync(new TableEntity("p", "r"), ETag.All, cancellationToken: Cancellation));

        failed.Status.ShouldBe(412);
        transport.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_insert_whose_answer_was_lost_may_meet_itself()
    {
        using var transport = new ScriptedTransport(
            () => throw new HttpRequestException("reset after the service had written"),
            () => ScriptedTransport.Failure(HttpStatusCode.Conflict, "EntityAlreadyExists"));

        var conflict = await Should.ThrowAsync<RequestFailedException>(
            () => Table(transport.Options).AddEntityAsync(new TableEntity("p", "r"), Cancellation));

        conflict.ErrorCode.ShouldBe("EntityAlreadyExists");
    }

    [Fact]
    public async Task Empty_pages_are_passed_over()
    {
        using var transport = new ScriptedTransport(
            () => ScriptedTransport.Page("", "1!8!cA==", "1!4!cg=="),
            () => ScriptedTransport.Page("", "partition-only"),
            () => ScriptedTransport.Page("""{"PartitionKey":"p","RowKey":"r"}"""));

        var found = await Table(transport.Options).QueryAsync<TableEntity>("N eq 1", cancellationToken: Cancellation).ToListAsync(Cancellation);

        found.ShouldHaveSingleItem().RowKey.ShouldBe("r");
        transport.Requests.Count.ShouldBe(3);
        transport.Requests.ShouldAllBe(request => request.Uri.Query.Contains("$filter=N%20eq%201", StringComparison.Ordinal));
        transport.Requests[1].Uri.Query.ShouldContain("NextPartitionKey=1%218%21cA%3D%3D");
        transport.Requests[1].Uri.Query.ShouldContain("NextRowKey=1%214%21cg%3D%3D");
        transport.Requests[2].Uri.Query.ShouldNotContain("NextRowKey");
    }

    [Fact]
    public async Task Custom_policies_see_each_call()
    {
        using var transport = new ScriptedTransport(Busy, ScriptedTransport.NoContent);
        var perCall = new CountingPolicy();
        var perRetry = new CountingPolicy();
        var options = transport.Options;
        options.AddPolicy(perCall, HttpPipelinePosition.PerCall);
        options.AddPolicy(perRetry, HttpPipelinePosition.PerRetry);

        await Table(options).AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        perCall.Count.ShouldBe(1);
        perRetry.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends()
    {
        using var transport = new ScriptedTransport(ScriptedTransport.NoContent);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            () => Table(transport.Options).AddEntityAsync(new TableEntity("p", "r"), cancelled.Token));
    }

    [Fact]
    public async Task A_write_asks_for_no_content_back()
    {
        using var transport = new ScriptedTransport(ScriptedTransport.NoContent);

        await Table(transport.Options).AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        transport.Requests.ShouldHaveSingleItem().Headers["Prefer"].ShouldBe("return-no-content");
    }

    private static TableClient Table(TableClientOptions options) => new("UseDevelopmentStorage=true", "Things", options);

    private sealed class CountingPolicy : HttpPipelineSynchronousPolicy
    {
        public int Count { get; private set; }

        public override void OnSendingRequest(HttpMessage message) => Count++;
    }
}
