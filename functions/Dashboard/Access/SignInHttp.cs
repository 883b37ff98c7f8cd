using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Peyk.Core.Calendars;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Dashboard.Access;

/// <summary>Where holders of a key begin and end a session. There is nothing here when others vouch for the users.</summary>
public sealed class SignInHttp(
    KeyUsers users, DashboardFrame frame, GuessLimiter limiter, LanguageCatalog languages, IOptions<DashboardOptions> options, IOptions<PeykOptions> peyk)
{
    private const string Route = "ops/sign-in";
    private const string KeyField = "key";
    private const string ReturnField = "to";
    private const int LongestKey = 200;

    private bool IsSecure => peyk.Value.PublicUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    [Function("SignInPageHttp")]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request) =>
        Form(request, ReturnPath(request.Query[ReturnField].ToString()), StatusCodes.Status200OK);

    [Function(nameof(SignInHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, CancellationToken cancellationToken)
    {
        if (options.Value.Access != DashboardAccess.Key || PagePost.IsForeign(request, peyk.Value.PublicUrl))
            return Form(request, "/ops", StatusCodes.Status403Forbidden, "ops.refused.foreign");
        if (await PageForm.ReadAsync(request, cancellationToken) is not { } form)
            return Form(request, "/ops", StatusCodes.Status400BadRequest, "ops.signIn.wrong");
        var (to, key) = (ReturnPath(form[ReturnField].ToString()), form[KeyField].ToString().Trim());
        var address = ClientAddress.Of(request, peyk.Value.TrustedProxyHops);
        if (limiter.Take(address) is not null)
            return Form(request, to, StatusCodes.Status429TooManyRequests, "ops.signIn.tooMany");
        if (key.Length > LongestKey || await users.FindByKeyAsync(key, cancellationToken) is not { User: not null })
            return Form(request, to, StatusCodes.Status403Forbidden, "ops.signIn.wrong");
        limiter.GiveBack(address);
        users.Begin(request.HttpContext.Response, key, IsSecure);
        return new SeeOther(to);
    }

    [Function("SignOutHttp")]
    public IResult End([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/sign-out")] HttpRequest request)
    {
        if (!PagePost.IsForeign(request, peyk.Value.PublicUrl))
            KeyUsers.End(request.HttpContext.Response, IsSecure);
        return new SeeOther("/ops/sign-in");
    }

    /// <summary>A page of ours, whatever was asked for: nobody is led elsewhere from here.</summary>
    internal static string ReturnPath(string wanted) =>
        (wanted == "/ops" || wanted.StartsWith("/ops/", StringComparison.Ordinal) || wanted.StartsWith("/ops?", StringComparison.Ordinal))
        && !wanted.Contains("..", StringComparison.Ordinal) && !wanted.Any(c => c is '\\' || char.IsControl(c))
            ? wanted
            : "/ops";

    private PageResult Form(HttpRequest request, string to, int status, string? wrong = null)
    {
        var language = PageLanguage.Preferred(request, languages);
        if (options.Value.Access != DashboardAccess.Key)
            return new(frame.Refusal(language, "ops.refused.off"), StatusCodes.Status404NotFound);
        var notice = wrong is null ? Html.Empty : Html.Of($"""<p class="warning" role="alert">{language[wrong]}</p>""");
        return new(frame.Bare(language, language["ops.signIn.title"], Html.Of($"""
            {notice}
            <form class="stacked" action="/{Route}?lang={language.Tag.Value}" method="post">
            <input type="hidden" name="{ReturnField}" value="{to}">
            <label>{language["ops.signIn.key"]}<input type="password" name="{KeyField}" dir="ltr" required maxlength="{LongestKey}" autocomplete="current-password"></label>
            <p class="hint">{language["ops.signIn.hint"]}</p>
            <div><button type="submit">{language["ops.signIn.button"]}</button></div></form>
            """)), status);
    }
}
