using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Peyk.Runtime.Tests.Discovery;

public static class RefusedFunctions
{
    public sealed class NoTrigger
    {
        [Function("F")]
        public void Run(HttpRequest request) => _ = request;
    }

    public sealed class NotPublic
    {
        [Function("F")]
        internal void Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => _ = request;
    }

    public sealed class SameName
    {
        [Function("F")]
        public void One([HttpTrigger(AuthorizationLevel.Anonymous, Route = "one")] HttpRequest request) => _ = request;

        [Function("f")]
        public void Two([HttpTrigger(AuthorizationLevel.Anonymous, Route = "two")] HttpRequest request) => _ = request;
    }

    public sealed class SameRoute
    {
        [Function("One")]
        public void One([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) => _ = request;

        [Function("Two")]
        public void Two([HttpTrigger(AuthorizationLevel.Anonymous, "post", "get", Route = "X")] HttpRequest request) => _ = request;
    }

    public sealed class NeedsKey
    {
        [Function("F")]
        public void Run([HttpTrigger(AuthorizationLevel.Function)] HttpRequest request) => _ = request;
    }

    public sealed class ReservedRoute
    {
        [Function("F")]
        public void Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "admin/x")] HttpRequest request) => _ = request;
    }

    public sealed class WrongRoute
    {
        [Function("F")]
        public void Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "x/{id")] HttpRequest request) => _ = request;
    }

    public sealed class UnknownParameter
    {
        [Function("F")]
        public void Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "x")] HttpRequest request, int nowhere) => _ = (request, nowhere);
    }

    public sealed class GivesText
    {
        [Function("F")]
        public string Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => request.Method;
    }

    public sealed class QueueGivesText
    {
        [Function("F")]
        public Task<string> Run([QueueTrigger("q")] QueueMessage message) => Task.FromResult(message.MessageId);
    }

    public sealed class OneQueueTwice
    {
        [Function("One")]
        public void One([QueueTrigger("q")] string message) => _ = message;

        [Function("Two")]
        public void Two([QueueTrigger("%Queue%")] string message) => _ = message;
    }

    public sealed class OtherAccount
    {
        [Function("F")]
        public void Run([QueueTrigger("q", Connection = "Elsewhere")] string message) => _ = message;
    }

    public sealed class FiveFields
    {
        [Function("F")]
        public void Run([TimerTrigger("0 5 * * *")] TimerInfo timer) => _ = timer;
    }

    public sealed class NeverComes
    {
        [Function("F")]
        public void Run([TimerTrigger("0 0 0 30 2 *")] TimerInfo timer) => _ = timer;
    }
}
