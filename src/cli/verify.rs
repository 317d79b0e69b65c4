//! `parvis verify`.

use std::process::ExitCode;

use clap::Args;

use super::show;
use crate::config::Config;
use crate::domain::job::Job;
use crate::service::{FailedJob, Finding, Findings, JobCounts};

/// Jobs that were given up and are named.
const MOST_NAMED: i64 = 20;

/// `parvis verify`.
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 when nothing is wrong, or everything that was is repaired; \
    2 when something is wrong and is left so; 1 when the site could not be looked at.")]
pub(super) struct Verify {
    /// Put right what can be: the index, kept records, lost jobs, files that nothing names
    #[arg(long)]
    repair: bool,
    /// Write the findings as one JSON object
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let app = super::inspect(config).await?;
        let repository = &app.repository;
        let bar = show::bar(repository.verify_steps().await?, "Files and articles");
        let mut findings = repository.verify(|done| bar.set_position(done)).await?;
        bar.finish_and_clear();
        if self.repair {
            repository.repair(&mut findings).await?;
        }
        let jobs = repository.store().job_counts().await?;
        let given_up = repository.store().list_failed_jobs(MOST_NAMED).await?;
        if self.json {
            println!("{:#}", report(&findings, jobs, &given_up));
        } else {
            self.tell(&findings, jobs, &given_up);
        }
        Ok(if findings.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }

    fn tell(&self, findings: &Findings, jobs: JobCounts, given_up: &[FailedJob]) {
        for finding in &findings.findings {
            println!("{}", line(finding));
        }
        let Findings { articles, records, files, .. } = findings;
        println!("{articles} articles checked; jobs: {} waiting, {} given up", jobs.pending, jobs.failed);
        println!("{files} files read, {records} records for harvesters");
        for job in given_up {
            println!("job {} {} {}: given up after {} tries: {}", job.id, job.kind, job.key, job.attempt, job.error);
        }
        match (findings.findings.len(), self.repair) {
            (0, _) => println!("nothing is wrong"),
            (wrong, false) => println!("{wrong} faults: `parvis verify --repair` puts right what can be"),
            (wrong, true) => println!("{wrong} faults, {} repaired", findings.repaired()),
        }
        if findings.leftovers > 0 {
            println!("{} leftovers of what broke off removed", findings.leftovers);
        }
    }
}

/// A finding in one line: what it is about, what is wrong, and what to do where nothing mended it.
fn line(finding: &Finding) -> String {
    let about = match (finding.article, &finding.file, finding.job) {
        (Some(article), Some(file), _) => format!("article {article}, file {file}"),
        (Some(article), None, _) => format!("article {article}"),
        (None, Some(file), _) => format!("file {file}"),
        (None, None, Some(job)) => format!("job {} {}", job.kind(), job.key()),
        (None, None, None) => "site".to_owned(),
    };
    let detail = finding.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
    let what = finding.fault.words();
    match (finding.repaired, finding.fault.advice()) {
        (true, _) => format!("{about}: {what}{detail}: repaired"),
        (false, Some(advice)) => format!("{about}: {what}{detail}: {advice}"),
        (false, None) => format!("{about}: {what}{detail}"),
    }
}

fn report(findings: &Findings, jobs: JobCounts, given_up: &[FailedJob]) -> serde_json::Value {
    let given_up = given_up.iter().map(|job| {
        let known = Job::from_parts(&job.kind, job.key);
        serde_json::json!({"id": job.id, "job": known, "tries": job.attempt, "error": job.error})
    });
    serde_json::json!({
        "sound": findings.is_sound(),
        "articles": findings.articles,
        "records": findings.records,
        "files": findings.files,
        "findings": findings.findings,
        "repaired": findings.repaired(),
        "leftovers": findings.leftovers,
        "jobs": {"pending": jobs.pending, "running": jobs.running, "failed": jobs.failed},
        "given_up": given_up.collect::<Vec<_>>(),
    })
}
