using System.Collections;
using Twilio.Clients;

namespace Twilio.Base;

/// <summary>
/// The records of a list call. Enumerating fetches the following pages, each with a blocking call, until
/// <see cref="ReadOptions{T}.Limit"/> or the last page.
/// </summary>
public class ResourceSet<T> : IEnumerable<T> where T : Resource
{
    private readonly Page<T> first;
    private readonly ReadOptions<T> options;
    private readonly ITwilioRestClient client;

    public ResourceSet(Page<T> page, ReadOptions<T> options, ITwilioRestClient client)
    {
        first = page;
        this.options = options;
        this.client = client;
    }

    /// <summary>Whether enumerating goes on to the following pages. Default true.</summary>
    public bool AutoPaging { get; set; } = true;

    public IEnumerator<T> GetEnumerator()
    {
        var left = options.Limit ?? long.MaxValue;
        for (var page = first; page is not null; page = AutoPaging && left > 0 && page.HasNextPage() ? Next(page) : null)
        {
            foreach (var record in page.Records)
            {
                if (left-- <= 0)
                    yield break;
                yield return record;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Each resource knows the host of its pages; the set knows only the resource's type.
    private Page<T> Next(Page<T> page) =>
        typeof(T).GetMethod("NextPage", [typeof(Page<T>), typeof(ITwilioRestClient)])
            .CreateDelegate<Func<Page<T>, ITwilioRestClient, Page<T>>>()(page, client);
}
