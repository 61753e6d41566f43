//! Arguments → [`oratory::run`] → exit code.

/// Views of pages are many small values; this allocator takes a quarter off a build's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    oratory::run(std::env::args_os())
}
