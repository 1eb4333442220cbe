//! Country codes (ISO 3166-1 alpha-2, with the user-assigned `XK`, which is generally used for Kosovo).

/// The codes, concatenated.
const CODES: &str = "\
ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDO\
DZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKR\
KWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPS\
PTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWS\
XKYEYTZAZMZW";

/// Withdrawn codes that occur in older works (ISO 3166-3): `SU` for the Soviet Union, `YU` for Yugoslavia. Codes that
/// were later reassigned to another country are listed above.
const WITHDRAWN: &str = "ANBUCSCTDDDYFQFXHVJTMINHNQNTPCPUPZRHSUTPVDWKYDYUZR";

/// For each first letter, a bit set of the second letters.
const SECOND: [u32; 26] = with(WITHDRAWN.as_bytes(), with(CODES.as_bytes(), [0; 26]));

const fn with(codes: &[u8], mut second: [u32; 26]) -> [u32; 26] {
    let mut at = 0;
    while at < codes.len() {
        second[(codes[at] - b'A') as usize] |= 1 << (codes[at + 1] - b'A');
        at += 2;
    }
    second
}

/// Whether two capital letters are a country code, or were one when the work appeared.
pub fn is_code(code: &str) -> bool {
    let [one @ b'A'..=b'Z', two @ b'A'..=b'Z'] = code.as_bytes() else { return false };
    SECOND[usize::from(one - b'A')] & 1 << (two - b'A') != 0
}

/// Other forms in which records give a country: the three-letter code, and the name in English and in the country's own
/// language.
const OTHERS: &[(&str, &[&str])] = &[
    ("AR", &["ARG", "argentina"]),
    ("AT", &["AUT", "austria", "österreich"]),
    ("AU", &["AUS", "australia"]),
    ("BE", &["BEL", "belgium", "belgique", "belgië"]),
    ("BG", &["BGR", "bulgaria", "българия"]),
    ("BR", &["BRA", "brazil", "brasil"]),
    ("BY", &["BLR", "belarus", "беларусь"]),
    ("CA", &["CAN", "canada"]),
    ("CH", &["CHE", "switzerland", "schweiz", "suisse"]),
    ("CL", &["CHL", "chile"]),
    ("CN", &["CHN", "china", "中国"]),
    ("CO", &["COL", "colombia"]),
    ("CZ", &["CZE", "czech republic", "czechia", "česká republika", "česko"]),
    ("DE", &["DEU", "germany", "deutschland"]),
    ("DK", &["DNK", "denmark", "danmark"]),
    ("EE", &["EST", "estonia", "eesti"]),
    ("ES", &["ESP", "spain", "españa"]),
    ("FI", &["FIN", "finland", "suomi"]),
    ("FR", &["FRA", "france"]),
    ("GB", &["GBR", "UK", "united kingdom", "great britain", "england"]),
    ("GR", &["GRC", "greece", "ελλάδα"]),
    ("HR", &["HRV", "croatia", "hrvatska"]),
    ("HU", &["HUN", "hungary", "magyarország"]),
    ("IE", &["IRL", "ireland"]),
    ("IL", &["ISR", "israel"]),
    ("IN", &["IND", "india"]),
    ("IT", &["ITA", "italy", "italia"]),
    ("JP", &["JPN", "japan", "日本"]),
    ("KR", &["KOR", "south korea", "대한민국"]),
    ("LT", &["LTU", "lithuania", "lietuva"]),
    ("LV", &["LVA", "latvia", "latvija"]),
    ("MX", &["MEX", "mexico", "méxico"]),
    ("NL", &["NLD", "netherlands", "the netherlands", "nederland"]),
    ("NO", &["NOR", "norway", "norge"]),
    ("PL", &["POL", "poland", "polska"]),
    ("PT", &["PRT", "portugal"]),
    ("RO", &["ROU", "romania", "românia"]),
    ("RS", &["SRB", "serbia", "srbija", "србија"]),
    ("RU", &["RUS", "russia", "russian federation", "россия"]),
    ("SE", &["SWE", "sweden", "sverige"]),
    ("SI", &["SVN", "slovenia", "slovenija"]),
    ("SK", &["SVK", "slovakia", "slovensko"]),
    ("TR", &["TUR", "turkey", "türkiye"]),
    ("UA", &["UKR", "ukraine", "україна"]),
    ("US", &["USA", "united states", "united states of america"]),
    ("ZA", &["ZAF", "south africa"]),
];

/// Returns the code of a country that is written in another form: in lower case, with three letters, or by name.
pub fn code_of(text: &str) -> Option<&'static str> {
    let text = text.trim().trim_end_matches('.');
    let upper = text.to_uppercase();
    if upper.len() == 2
        && let Some(at) = CODES.as_bytes().chunks_exact(2).position(|known| known == upper.as_bytes())
    {
        return CODES.get(at * 2..at * 2 + 2);
    }
    let lower = text.to_lowercase();
    let is_one = |names: &[&str]| names.iter().any(|name| *name == lower || *name == upper && name.len() <= 3);
    OTHERS.iter().find(|(_, names)| is_one(names)).map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_as_in_the_standard() {
        assert_eq!(CODES.len(), 2 * (249 + 1));
        let mut codes: Vec<&[u8]> = CODES.as_bytes().chunks_exact(2).collect();
        codes.dedup();
        assert!(codes.is_sorted() && codes.len() == 250);
        assert!(is_code("PL") && is_code("GB") && !is_code("UK") && !is_code("pl"));
    }

    #[test]
    fn other_ways_to_write_a_country_are_known() {
        for (text, code) in
            [("POL", "PL"), ("UK", "GB"), ("pl", "PL"), ("Polska", "PL"), ("United States", "US"), ("USA", "US")]
        {
            assert_eq!(code_of(text), Some(code), "{text}");
        }
        assert_eq!(code_of("Europe"), None);
        assert!(OTHERS.iter().all(|(code, names)| is_code(code) && !names.is_empty()));
    }
}
