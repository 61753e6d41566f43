//! What the parser of the arguments says, in another language: the help of every command, and what
//! is wrong with the arguments.
//!
//! The English is in the comments of the arguments, from which the parser makes it; it is the key of
//! the catalogue, as everywhere. The few words of the parser's own are put in the place of its.

use super::{Catalogue, Language};
use crate::base::message::{Message, say};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use std::sync::LazyLock;

static CHINESE_HELP: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::read([include_str!("zh/help.po")]));

/// The order of a page of help, with the words of its headings to be put in.
const TEMPLATE: &str = "{before-help}{about-with-newline}\nUSAGE {usage}\n\n{all-args}{after-help}";

impl Language {
    /// The command with its help in the language.
    pub(crate) fn help(self, command: Command) -> Command {
        if self == Language::English {
            return command;
        }

        self.page(command, "oratory")
    }

    /// A command that is called by `path`, and those below it.
    fn page(self, command: Command, path: &str) -> Command {
        let has_version = command.get_version().is_some();
        let usage = self.usage(&command, path);
        // Without headings of the parser's own its order is that of the alphabet.
        let mut order = 0;
        let mut command = command
            .override_usage(usage)
            .help_template(TEMPLATE.replace("USAGE", self.help_word("Usage:")))
            .subcommand_help_heading(self.help_word("Commands"))
            .disable_help_flag(true)
            .disable_version_flag(true)
            .mut_args(|argument| {
                order += 1;
                self.argument(argument).display_order(order)
            })
            .mut_subcommands(|command| {
                let path = format!("{path} {}", command.get_name());
                self.page(command, &path)
            });
        if let Some(about) = command.get_about().map(ToString::to_string) {
            command = command.about(self.help_text(&about));
        }
        if let Some(text) = command.get_after_help().map(ToString::to_string) {
            command = command.after_help(self.help_text(&text));
        }

        let options = self.help_word("Options");
        let flag = |name: &'static str, short: char, action: ArgAction, help: &str| {
            let help = self.help_text(help);
            let arg = Arg::new(name).short(short).long(name).action(action);
            // Behind all others.
            arg.help(help).help_heading(options).display_order(usize::MAX)
        };
        command = command.arg(flag("help", 'h', ArgAction::Help, "Print help"));
        if has_version {
            command = command.arg(flag("version", 'V', ArgAction::Version, "Print version"));
        }
        command
    }

    /// How the command is called, with the words of its places.
    fn usage(self, command: &Command, path: &str) -> String {
        let usage = command.clone().bin_name(path.to_owned()).render_usage().to_string();
        let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
        let options = format!("[{}]", self.help_word("OPTIONS"));
        let place = format!("<{}>", self.help_word("COMMAND"));
        usage.replace("[OPTIONS]", &options).replace("<COMMAND>", &place)
    }

    fn argument(self, argument: Arg) -> Arg {
        let heading = match argument.get_help_heading() {
            Some(heading) => self.help_text(heading),
            None if argument.is_positional() => self.help_word("Arguments").to_owned(),
            None => self.help_word("Options").to_owned(),
        };

        // The parser writes values and defaults in English behind the text.
        let mut help = self.help_text(&text(argument.get_help()));
        let takes_values = argument.get_action().takes_values();
        if takes_values && !argument.is_hide_possible_values_set() {
            let values = argument.get_possible_values();
            let shown = values.iter().filter(|value| !value.is_hide_set());
            let names: Vec<&str> = shown.map(clap::builder::PossibleValue::get_name).collect();
            if !names.is_empty() {
                help = format!("{help}［{}{}］", self.help_word("values: "), names.join("、"));
            }
        }
        if takes_values && !argument.is_hide_default_value_set() {
            let defaults: Vec<String> = argument
                .get_default_values()
                .iter()
                .map(|value| value.to_string_lossy().into_owned())
                .collect();
            if !defaults.is_empty() {
                help = format!("{help}［{}{}］", self.help_word("default: "), defaults.join("、"));
            }
        }

        let has_long_help = argument.get_long_help().is_some();
        let mut argument = argument.help(help.clone()).help_heading(heading_of_program(&heading));
        if takes_values {
            argument = argument.hide_possible_values(true).hide_default_value(true);
        }
        if has_long_help { argument.long_help(help) } else { argument }
    }

    fn help_text(self, english: &str) -> String {
        CHINESE_HELP.get(english).unwrap_or(english).to_owned()
    }

    fn help_word(self, english: &'static str) -> &'static str {
        CHINESE_HELP.get(english).unwrap_or(english)
    }

    /// What is wrong with the arguments; none where the parser's own words have to do.
    pub(crate) fn misuse(self, error: &clap::Error) -> Option<Message> {
        let said = |kind: ContextKind| error.get(kind).map(ContextValue::to_string);
        let argument = || said(ContextKind::InvalidArg).unwrap_or_default();
        let value = || said(ContextKind::InvalidValue).unwrap_or_default();

        let what = match error.kind() {
            ErrorKind::UnknownArgument => {
                say!("there is no argument `{argument}` here", argument = argument())
            }
            ErrorKind::InvalidSubcommand => {
                let command = said(ContextKind::InvalidSubcommand).unwrap_or_default();
                say!("there is no command `{command}`", command)
            }
            ErrorKind::MissingRequiredArgument => {
                say!("these arguments are missing: {argument}", argument = argument())
            }
            ErrorKind::ArgumentConflict => {
                let other = said(ContextKind::PriorArg).unwrap_or_default();
                say!("`{argument}` cannot be used with `{other}`", argument = argument(), other)
            }
            ErrorKind::InvalidValue if value().is_empty() => {
                say!("`{argument}` needs a value", argument = argument())
            }
            ErrorKind::InvalidValue => {
                let valid = Message::joined("`, `", several(error, ContextKind::ValidValue));
                say!(
                    "`{value}` is no value of `{argument}`: it is one of `{valid}`",
                    value = value(),
                    argument = argument(),
                    valid
                )
            }
            ErrorKind::ValueValidation => {
                use std::error::Error as _;
                let why = error.source().map(ToString::to_string).unwrap_or_default();
                let why =
                    self.translation(&why).map_or_else(|| self.recognised(&why), str::to_owned);
                say!(
                    "`{value}` is no value of `{argument}`: {why}",
                    value = value(),
                    argument = argument(),
                    why
                )
            }
            _ => return None,
        };
        let suggested = [
            ContextKind::SuggestedArg,
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedValue,
        ];
        let near: Vec<String> =
            suggested.into_iter().flat_map(|kind| several(error, kind)).collect();
        Some(match near.is_empty() {
            false => {
                say!("{what}; did you mean `{near}`?", what, near = Message::joined("` or `", near))
            }
            true => what,
        })
    }
}

/// What the parser says of something, each by itself.
fn several(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(several)) => several.clone(),
        Some(ContextValue::None) | None => Vec::new(),
        Some(one) => vec![one.to_string()],
    }
}

/// The parser keeps headings for the length of the program; there are four of them.
fn heading_of_program(heading: &str) -> &'static str {
    CHINESE_HELP
        .entries()
        .map(|(_, translation)| translation)
        .find(|known| *known == heading)
        .unwrap_or("")
}

fn text(help: Option<&StyledStr>) -> String {
    help.map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Arguments;
    use clap::CommandFactory;
    use std::collections::BTreeSet;

    /// Every English text of the help of a command and of those below it.
    fn collect(command: &Command, texts: &mut BTreeSet<String>) {
        texts.extend(command.get_about().map(ToString::to_string));
        texts.extend(command.get_after_help().map(ToString::to_string));
        for argument in command.get_arguments() {
            texts.insert(text(argument.get_help()));
            texts.extend(argument.get_help_heading().map(str::to_owned));
        }
        for command in command.get_subcommands() {
            collect(command, texts);
        }
    }

    #[test]
    fn every_text_of_help_has_its_chinese_and_none_is_left_over() {
        let mut texts = BTreeSet::new();
        collect(&Arguments::command(), &mut texts);
        texts.remove("");
        for word in [
            "OPTIONS",
            "COMMAND",
            "Usage:",
            "Commands",
            "Options",
            "Arguments",
            "values: ",
            "default: ",
        ] {
            texts.insert(word.to_owned());
        }
        texts.extend(["Print help", "Print version"].map(str::to_owned));

        let known: BTreeSet<String> =
            CHINESE_HELP.entries().map(|(english, _)| english.to_owned()).collect();
        let lacking: Vec<&String> = texts.difference(&known).collect();
        let left_over: Vec<&String> = known.difference(&texts).collect();
        assert!(lacking.is_empty(), "not in zh/help.po: {lacking:#?}");
        // A program without some commands does not say what they say.
        let has_all = cfg!(all(feature = "serve", feature = "lsp", feature = "man"));
        assert!(left_over.is_empty() || !has_all, "nothing says: {left_over:#?}");
    }

    #[test]
    fn help_is_chinese_and_the_arguments_are_the_same() {
        let mut command = Language::Chinese.help(Arguments::command());
        command.build();
        command.clone().debug_assert();
        let page = command.render_help().to_string();
        assert!(
            page.contains("用法: oratory [选项] <命令>") && page.contains("显示帮助"),
            "{page}"
        );
        assert!(!page.contains("Usage") && !page.contains("Options"), "{page}");
    }
}
