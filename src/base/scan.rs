//! Bytes → the first of them that means something, for what is written with escapes.

/// The place of the first byte that `stops`, from `at` on.
///
/// In most texts there is none, so many bytes are asked at once whether there is: without a branch
/// between them the compiler makes a few instructions of that. `stops` should have none either.
#[inline]
pub(crate) fn first(bytes: &[u8], at: usize, stops: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let clear = match rest.len() {
        0..8 => 0,
        8..16 => clear::<8>(rest, stops),
        _ => clear::<16>(rest, stops),
    };
    Some(at + clear + rest[clear..].iter().position(|byte| stops(*byte))?)
}

/// How many of the first bytes do not stop, looked at by so many: all, or a multiple.
fn clear<const AT_ONCE: usize>(bytes: &[u8], stops: impl Fn(u8) -> bool + Copy) -> usize {
    let has_stop = |piece: &[u8; AT_ONCE]| piece.iter().fold(false, |any, byte| any | stops(*byte));
    let (pieces, _) = bytes.as_chunks::<AT_ONCE>();
    if let Some(at) = pieces.iter().position(has_stop) {
        return at * AT_ONCE;
    }
    // What is left is shorter than a piece: the last piece of all begins before it.
    match bytes.last_chunk() {
        Some(last) if !has_stop(last) => bytes.len(),
        _ => pieces.len() * AT_ONCE,
    }
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn the_first_is_found_wherever_it_is() {
        for len in 0..100 {
            let mut bytes = vec![b'a'; len];
            assert_eq!(first(&bytes, 0, |byte| byte == b'<'), None);
            for place in 0..len {
                bytes[place] = b'<';
                for from in 0..len {
                    let expected = if from <= place { Some(place) } else { None };
                    assert_eq!(first(&bytes, from, |byte| byte == b'<'), expected);
                }
                bytes[place] = b'a';
            }
        }
        assert_eq!(first(b"<", 2, |byte| byte == b'<'), None);
    }
}
