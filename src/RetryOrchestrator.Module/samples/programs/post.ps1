# The same as post.sh as a PowerShell script. $Job holds the columns of the jobs file, $Attempt the
# number, pass, worker and folder of the attempt. Reaching the end says the job is done; what the
# script writes goes to the attempt's log. Only .NET and the engine's own commands are used, so that
# it also runs in the console host, which has no Get-Content or Test-Path.
param($Job, $Attempt)

"job $($Job.job_id), attempt $($Attempt.Number) in pass $($Attempt.Pass), worker $($Attempt.Worker)"

# input: the job's own data is wrong. Never tried again.
if (-not [System.IO.File]::Exists($Job.video_path)) {
    throw [System.IO.FileNotFoundException]::new("There is no $($Job.video_path)")
}

# account: said outright, so that no rule has to guess. The account's other jobs are skipped.
if ($Job.account -eq 'ben') {
    Write-OrchestratorFailure -Category Account -Type suspended -Message 'The account is suspended'
}

# infrastructure: the first attempt meets a network that is down. Tried again.
if ($Job.account -eq 'cara' -and $Attempt.Number -eq 1) {
    throw 'Connection refused by posts.example.org'
}

# unknown: no rule knows this message. Tried again until the attempts are used up.
if ($Job.caption -eq 'odd') {
    throw 'The post looked odd'
}

# Evidence goes into the attempt's own folder, where output.log already is.
$post = [System.IO.Path]::Combine($Attempt.ArtifactFolder, 'post.txt')
$text = [System.IO.File]::ReadAllText($Job.video_path)
[System.IO.File]::WriteAllText($post, "$($Job.caption)`n$text")
