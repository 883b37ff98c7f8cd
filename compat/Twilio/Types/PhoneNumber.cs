namespace Twilio.Types;

/// <summary>Somebody who can be written to.</summary>
public interface IEndpoint
{
    string ToString();
}

/// <summary>A number in E.164, a short code, an alphanumeric sender or a channel address; taken as it is.</summary>
public class PhoneNumber : IEndpoint
{
    private readonly string number;

    public PhoneNumber(string number) => this.number = number;

    public static implicit operator PhoneNumber(string number) => new(number);

    public override string ToString() => number;
}
