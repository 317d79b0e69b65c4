use super::*;
use crate::config::TokenKey;
use proptest::prelude::*;

fn config() -> Config {
    Config::new("https://depot.example.org/oai", TokenKey::new([7; 32]))
}

fn stamp(seconds: i64) -> Datestamp {
    Datestamp::from_unix_seconds(seconds).unwrap()
}

fn token(expires: Option<i64>) -> Token {
    Token {
        expires: expires.map(stamp),
        cursor: 100,
        size: Some(575),
        place: Place::Records {
            selection: Selection {
                prefix: "oai_dc".to_owned(),
                from: None,
                until: stamp(2000),
                set: SetSpec::parse("a:b"),
            },
            open_ended: true,
            after: Position { datestamp: stamp(-5), key: "é/1".to_owned() },
        },
    }
}

#[test]
fn t9_foreign_truncated_and_expired_tokens_are_refused() {
    let (config, now) = (config(), stamp(1000));
    let text = token(Some(1000)).encode(Verb::ListRecords, &config);
    let decode = |text: &str, config: &Config, now| Token::decode(text, Verb::ListRecords, config, now);
    assert_eq!(decode(&text, &config, now), Ok(token(Some(1000))));
    assert_eq!(decode(&text, &config, stamp(1001)), Err(TokenError::Expired));
    for length in 0..text.len() {
        assert_eq!(decode(&text[..length], &config, now), Err(TokenError::Foreign), "{length}");
    }
    for junk in ["", "junk", "é", "a b", &format!("{text}="), &format!("{text}A")] {
        assert_eq!(decode(junk, &config, now), Err(TokenError::Foreign), "{junk}");
    }
    let other_key = Config { token_key: TokenKey::new([8; 32]), ..config.clone() };
    assert_eq!(decode(&text, &other_key, now), Err(TokenError::Foreign));
    let other_endpoint = Config { base_url: "https://other.example.org/oai".to_owned(), ..config };
    assert_eq!(decode(&text, &other_endpoint, now), Err(TokenError::Foreign));
}

#[test]
fn t10_a_token_of_one_verb_is_refused_by_another() {
    let text = token(None).encode(Verb::ListRecords, &config());
    for verb in [Verb::ListIdentifiers, Verb::ListSets] {
        assert_eq!(Token::decode(&text, verb, &config(), stamp(0)), Err(TokenError::OtherVerb));
    }
}

#[test]
fn t13_another_process_with_the_same_key_honours_the_token() {
    let text = token(None).encode(Verb::ListRecords, &config());
    assert!(Token::decode(&text, Verb::ListRecords, &config(), Datestamp::MAX).is_ok());
}

fn places() -> impl Strategy<Value = Place> {
    let date = || (-62_135_596_800_i64..=253_402_300_799).prop_map(stamp);
    let set = "[a-z0-9_-]{1,9}(:[a-z]{1,4}){0,2}";
    let records = (
        "[a-z_]{1,12}",
        proptest::option::of(date()),
        date(),
        proptest::option::of(set),
        any::<bool>(),
        date(),
        any::<String>(),
    )
        .prop_map(|(prefix, from, until, set, open_ended, datestamp, key)| Place::Records {
            selection: Selection { prefix, from, until, set: set.and_then(|set| SetSpec::parse(&set)) },
            open_ended,
            after: Position { datestamp, key },
        });
    let sets = set.prop_map(|after| Place::Sets { after: SetSpec::parse(&after).unwrap() });
    prop_oneof![records, sets]
}

proptest! {
    #[test]
    fn t11_every_token_round_trips_in_the_url_safe_alphabet(place in places(), cursor: u64, size: Option<u64>, expires in proptest::option::of(0_i64..1 << 37)) {
        let token = Token { expires: expires.map(stamp), cursor, size, place };
        let text = token.encode(Verb::ListSets, &config());
        prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)));
        prop_assert_eq!(Token::decode(&text, Verb::ListSets, &config(), stamp(0)), Ok(token));
    }

    #[test]
    fn t9_a_mutated_token_is_never_accepted(place in places(), index: prop::sample::Index, replacement in "[A-Za-z0-9_.~=+/%-]") {
        let token = Token { expires: None, cursor: 3, size: None, place };
        let mut text = token.encode(Verb::ListRecords, &config());
        let at = index.index(text.len());
        prop_assume!(text[at..=at] != replacement);
        text.replace_range(at..=at, &replacement);
        prop_assert_eq!(Token::decode(&text, Verb::ListRecords, &config(), stamp(0)), Err(TokenError::Foreign));
    }

    #[test]
    fn t9_no_bytes_make_unpacking_fail_otherwise(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        drop(codec::unpack(&bytes));
    }
}
