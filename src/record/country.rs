//! Codes of countries (ISO 3166-1 alpha-2, with the user-assigned `XK` that the world uses for Kosovo).

/// The codes, one after the other.
const CODES: &str = "\
ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDO\
DZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKR\
KWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPS\
PTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWS\
XKYEYTZAZMZW";

/// Whether two capital letters are the code of a country.
pub fn is_code(code: &str) -> bool {
    CODES.as_bytes().chunks_exact(2).any(|known| known == code.as_bytes())
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
}
