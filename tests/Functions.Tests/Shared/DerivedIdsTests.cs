using Microsoft.Extensions.Options;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Tests.Shared;

public sealed class DerivedIdsTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 10, 0, 0, 123, TimeSpan.Zero);
    private readonly DerivedIds _ids = new(new Keyring(Options.Create(new PeykOptions
    {
        MasterKeys = $"a:{Convert.ToBase64String(new byte[32])}",
        LookupKey = Convert.ToBase64String(new byte[32]),
    })));

    [Fact]
    public void The_same_gives_the_same() => Assert.Equal(_ids.Of(At, "reminder", "x"), _ids.Of(At, "reminder", "x"));

    [Fact]
    public void Another_name_purpose_or_time_gives_another()
    {
        Guid[] ids = [_ids.Of(At, "reminder", "x"), _ids.Of(At, "reminder", "y"), _ids.Of(At, "batch", "x"), _ids.Of(At.AddMilliseconds(1), "reminder", "x")];

        Assert.Equal(4, ids.Distinct().Count());
    }

    [Fact]
    public void It_is_an_id_of_ours_with_its_time()
    {
        var id = _ids.Of(At, "reminder", "x");

        Assert.True(NotificationKeys.TryParse(id.ToString("D"), out _));
        Assert.Equal(8, id.Variant & 0xC);
        Assert.Equal(At, NotificationKeys.TimeOf(id));
    }
}
